import Domain

/// The settings that an installation writes into units, cron and related files.
package struct Installation: Hashable, Sendable {
    /// The program's path in the units.
    package let program: String
    package let api: ListenAddress
    package let web: ListenAddress
    /// The host of `API_BASE_URL`.
    package let apiHost: String
    package let schedule: Schedule
    /// The time after which systemd or cron ends a pass: `COLLECT_TIMEOUT` and 30 seconds.
    let passLimit: Duration
    package let scheduler: Scheduler
    /// Whether releases are looked for by a timer.
    package let updates: Bool
    /// Writable folders besides the default state directory: the database file's, a custom state directory.
    package let otherFolders: [String]
    /// The words of `ReadWritePaths=`.
    private let writable: String

    /// - Throws: ``DeploymentFailure`` for settings that the scheduler or the units do not support.
    package init(
        program: String, api: ListenAddress, web: ListenAddress, apiBaseURL: String, every: Duration,
        passTimeout: Duration, scheduler: Scheduler, updates: Bool = false, writing: [String]
    ) throws(DeploymentFailure) {
        self.program = program
        self.api = api
        self.web = web
        self.scheduler = scheduler
        self.updates = updates
        schedule = Schedule(every: every)
        passLimit = passTimeout + .seconds(30)
        apiHost = Self.host(of: apiBaseURL)
        if scheduler == .cron, schedule.cron == nil {
            throw DeploymentFailure(
                .configuration,
                Phrase(
                    "cron does not support an interval of \(schedule.text)",
                    fr: "cron ne permet pas un intervalle de \(schedule.text)"),
                hint: Phrase(
                    "use --scheduler timer, or a COLLECT_EVERY that divides an hour or a day evenly (15m, 1h, 6h, 1d)",
                    fr:
                        "utilisez --scheduler timer, ou un COLLECT_EVERY qui divise exactement l’heure ou le jour "
                        + "(15m, 1h, 6h, 1d)"
                ))
        }
        otherFolders = writing.filter { $0 != InstallPaths.state && !$0.hasPrefix(InstallPaths.state + "/") }
        var words = [InstallPaths.state]
        for folder in otherFolders {
            words.append(try UnitWord.folder(folder, from: "STATE_DIRECTORY, DATABASE_URL"))
        }
        writable = words.joined(separator: " ")
        for folder in otherFolders {
            for hidden in ["/home", "/root", "/run/user", "/tmp", "/var/tmp"]
            where folder == hidden || folder.hasPrefix(hidden + "/") {
                throw DeploymentFailure(
                    .configuration,
                    Phrase(
                        "the service cannot write to \(folder): its units have no access to \(hidden)",
                        fr: "le service ne peut pas écrire dans \(folder)\u{A0}: ses unités n’ont pas accès à \(hidden)"
                    ),
                    hint: Phrase(
                        "use folders under \(InstallPaths.state): the default STATE_DIRECTORY, and "
                            + "DATABASE_URL=sqlite://\(InstallPaths.state)/NAME.db",
                        fr: "utilisez des dossiers sous \(InstallPaths.state)\u{A0}: STATE_DIRECTORY par défaut, et "
                            + "DATABASE_URL=sqlite://\(InstallPaths.state)/NOM.db"))
            }
        }
    }

    /// The values of `@NAME@` in the templates.
    var values: [String: String] {
        [
            "PROGRAM": program, "API_LISTEN": api.text, "WEB_LISTEN": web.text, "WEB_PEERS": webPeers,
            "WRITABLE": writable,
            "COLLECT_EVERY": schedule.text,
            "PASS_LIMIT": "\(passLimit.components.seconds)s", "TIMER": schedule.timerLines, "JITTER": schedule.jitter,
            "CRON": schedule.cron ?? "",
        ]
    }

    /// `IPAddressAllow=` of the dashboard: its own host, and the API's if given by address; a host name needs a DNS
    /// server.
    private var webPeers: String {
        guard web.isLoopback else { return "any" }
        if ListenAddress.isLoopback(apiHost) { return "localhost" }
        return ListenAddress.isIPv4(apiHost) || ListenAddress.isIPv6(apiHost) ? "localhost \(apiHost)" : "any"
    }

    private static func host(of address: String) -> String {
        let afterScheme = address.split(separator: "/", omittingEmptySubsequences: true).dropFirst().first ?? ""
        let place = afterScheme.split(separator: "@").last ?? ""
        if place.hasPrefix("[") { return String(place.dropFirst().prefix { $0 != "]" }) }
        return String(place.prefix { $0 != ":" })
    }
}
