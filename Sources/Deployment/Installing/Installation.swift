import Domain

/// What an installation depends on: the settings that units, cron and their relatives cannot read for themselves.
package struct Installation: Hashable, Sendable {
    /// Where the program is, or will be, as units name it.
    package let program: String
    package let api: ListenAddress
    package let web: ListenAddress
    /// The host of `API_BASE_URL`.
    package let apiHost: String
    package let schedule: Schedule
    /// What ends a pass that does not end itself at its `COLLECT_TIMEOUT`.
    let passLimit: Duration
    package let scheduler: Scheduler
    /// Folders outside the state directory that hold what is written: a database file's, a state directory of the operator's own.
    package let otherFolders: [String]

    /// - Throws: ``DeploymentFailure`` for what the chosen scheduler or the units cannot do.
    package init(
        program: String, api: ListenAddress, web: ListenAddress, apiBaseURL: String, every: Duration,
        passTimeout: Duration, scheduler: Scheduler, writing: [String]
    ) throws(DeploymentFailure) {
        self.program = program
        self.api = api
        self.web = web
        self.scheduler = scheduler
        schedule = Schedule(every: every)
        passLimit = passTimeout + .seconds(30)
        apiHost = Self.host(of: apiBaseURL)
        if scheduler == .cron, schedule.cron == nil {
            throw DeploymentFailure(
                .configuration, "cron cannot start something every \(schedule.text)",
                hint:
                    "use --scheduler timer, or a COLLECT_EVERY that divides the hour into minutes or the day into hours (15m, 1h, 6h, 1d)"
            )
        }
        otherFolders = writing.filter { $0 != InstallPaths.state && !$0.hasPrefix(InstallPaths.state + "/") }
        for folder in otherFolders {
            for hidden in ["/home", "/root", "/run/user", "/tmp", "/var/tmp"]
            where folder == hidden || folder.hasPrefix(hidden + "/") {
                throw DeploymentFailure(
                    .configuration, "the service is to write to \(folder), and is kept away from \(hidden)",
                    hint:
                        "keep its files under \(InstallPaths.state): leave STATE_DIRECTORY as it is, and DATABASE_URL at sqlite://\(InstallPaths.state)/NAME.db"
                )
            }
        }
    }

    /// The values of `@NAME@` in the templates.
    var values: [String: String] {
        [
            "PROGRAM": program, "API_LISTEN": api.text, "WEB_LISTEN": web.text, "WEB_PEERS": webPeers,
            "WRITABLE": ([InstallPaths.state] + otherFolders).map(Self.quoted).joined(separator: " "),
            "COLLECT_EVERY": schedule.text,
            "PASS_LIMIT": "\(passLimit.components.seconds)s", "TIMER": schedule.timerLines, "JITTER": schedule.jitter,
            "CRON": schedule.cron ?? "",
        ]
    }

    /// Whom the dashboard may talk to: its own host, and the API's where that has an address. A name has to be looked up, somewhere.
    private var webPeers: String {
        guard web.isLoopback else { return "any" }
        if ListenAddress.isLoopback(apiHost) { return "localhost" }
        return ListenAddress.isIPv4(apiHost) || apiHost.contains(":") ? "localhost \(apiHost)" : "any"
    }

    private static func host(of address: String) -> String {
        let afterScheme = address.split(separator: "/", omittingEmptySubsequences: true).dropFirst().first ?? ""
        let place = afterScheme.split(separator: "@").last ?? ""
        if place.hasPrefix("[") { return String(place.dropFirst().prefix { $0 != "]" }) }
        return String(place.prefix { $0 != ":" })
    }

    /// As systemd reads paths: `%` begins a specifier, and a space ends a word.
    private static func quoted(_ path: String) -> String {
        let escaped = path.split(separator: "%", omittingEmptySubsequences: false).joined(separator: "%%")
        return escaped.contains(" ") ? "\"\(escaped)\"" : escaped
    }
}
