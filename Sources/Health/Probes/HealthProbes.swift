package import Domain
package import OperatingSystem

/// How the facts are come by: a port for each kind. Each may hang; ``HealthFacts/gather(_:now:)`` waits for none of them for longer than it says.
package struct HealthProbes: Sendable {
    package var run: RunCommand
    /// As this command resolves them.
    package var settings: @Sendable () -> SettingsFacts
    /// As a unit with this environment resolves them.
    package var unitSettings: @Sendable (_ environment: [String: String]) -> SettingsFacts
    package var database: @Sendable () async -> DatabaseFacts
    /// `GET /livez` of a listener.
    package var answer: @Sendable (SettingsFacts.Listen) async -> PortFacts.Answer
    /// `GET /readyz` of a listener: what it says when it is not ready; `nil` when it is, or does not answer.
    package var notReady: @Sendable (SettingsFacts.Listen) async -> String?
    package var holder: @Sendable (_ port: Int) async -> PortHolder?
    package var folders: @Sendable (SettingsFacts.Resolved, _ isService: Bool) async -> [FolderFacts]
    package var cron: @Sendable () async -> CronFacts
    /// Each source, asked now; `nil` to ask nobody.
    package var live: (@Sendable () async -> [SourceProbe])?

    package init(
        run: @escaping RunCommand, settings: @escaping @Sendable () -> SettingsFacts,
        unitSettings: @escaping @Sendable ([String: String]) -> SettingsFacts,
        database: @escaping @Sendable () async -> DatabaseFacts,
        answer: @escaping @Sendable (SettingsFacts.Listen) async -> PortFacts.Answer,
        notReady: @escaping @Sendable (SettingsFacts.Listen) async -> String? = { _ in nil },
        holder: @escaping @Sendable (Int) async -> PortHolder?,
        folders: @escaping @Sendable (SettingsFacts.Resolved, Bool) async -> [FolderFacts],
        cron: @escaping @Sendable () async -> CronFacts,
        live: (@Sendable () async -> [SourceProbe])? = nil
    ) {
        self.run = run
        self.settings = settings
        self.unitSettings = unitSettings
        self.database = database
        self.answer = answer
        self.notReady = notReady
        self.holder = holder
        self.folders = folders
        self.cron = cron
        self.live = live
    }
}

extension HealthFacts {
    /// How long each of them is waited for; what needs systemd's answer waits behind it. Together less than ten seconds.
    private enum Patience {
        static let systemd: Duration = .seconds(3)
        static let ports: Duration = .seconds(3)
        static let folders: Duration = .seconds(3)
        static let cron: Duration = .seconds(4)
        static let clock: Duration = .seconds(3)
        static let database: Duration = .seconds(7)
        static let live: Duration = .seconds(8)
    }

    /// Everything at the same time, in less than ten seconds whatever hangs.
    package static func gather(_ probes: HealthProbes, now: Timestamp) async -> HealthFacts {
        let settings = probes.settings()
        async let database = withDeadline(Patience.database, late: .abandoned, probes.database)
        async let clock = withDeadline(Patience.clock, late: .abandoned) { await ClockFacts.ask(probes.run) }
        async let cron = withDeadline(Patience.cron, late: .abandoned, probes.cron)
        async let live = gatherLive(probes)
        let units =
            await withDeadline(Patience.systemd, late: .abandoned) { await SystemdUnits.ask(probes.run) }
            ?? .unknown("systemctl had not answered after 3 s")
        var facts = HealthFacts(
            now: now, settings: settings, database: .unknown, units: units, cron: CronFacts(),
            clock: ClockFacts(synchronised: nil))
        for (name, unit) in facts.installed
        where [ServiceUnits.api, ServiceUnits.web, ServiceUnits.collect].contains(name) {
            facts.unitSettings[name] = probes.unitSettings(unit.environmentAsStarted)
        }
        if let resolved = settings.resolved {
            let isService = facts.isService
            let known = facts
            async let folders = withDeadline(Patience.folders, late: .abandoned) {
                await probes.folders(resolved, isService)
            }
            async let api = port("api", resolved.api, known, probes)
            async let web = port("web", resolved.web, known, probes)
            facts.ports = [await api, await web]
            facts.folders =
                await folders ?? [
                    FolderFacts(
                        path: resolved.stateDirectory, uses: [.state],
                        space: .unknown("the file system had not answered after 3 s"), user: "")
                ]
            facts.database = await database ?? .silent(Patience.database)
        }
        facts.clock = await clock ?? ClockFacts(synchronised: nil)
        facts.cron = await cron ?? CronFacts()
        facts.live = await live
        return facts
    }

    private static func gatherLive(_ probes: HealthProbes) async -> [SourceProbe]? {
        guard let live = probes.live else { return nil }
        return await withDeadline(Patience.live, late: .abandoned, live) ?? [
            SourceProbe(
                source: "sources",
                failure: SourceFailure("sources", .timeout(host: "sources", limit: Patience.live)),
                took: Patience.live)
        ]
    }

    private static func port(
        _ role: String, _ listen: SettingsFacts.Listen, _ facts: HealthFacts, _ probes: HealthProbes
    ) async -> PortFacts {
        guard listen.port != 0 else { return PortFacts(role: role, listen: listen, holder: nil, answer: .notAsked) }
        async let holder = withDeadline(Patience.ports, late: .abandoned) { await probes.holder(listen.port) }
        // A question to the socket of a stopped service would start it, and hide that it was stopped.
        let unit = facts.installed[ServiceUnits.service(of: role)]
        let mayAsk = unit.map { $0.active == "active" } ?? true
        let answer =
            mayAsk
            ? await withDeadline(Patience.ports, late: .abandoned) { await probes.answer(listen) } ?? .silent
            : .notAsked
        // What the API is not ready for, the checks of the database tell better.
        var notReady: String?
        if role == "web", case .answered(_, isOurs: true, _) = answer {
            notReady = await withDeadline(Patience.ports, late: .abandoned) { await probes.notReady(listen) } ?? nil
        }
        return PortFacts(role: role, listen: listen, holder: await holder ?? nil, answer: answer, notReady: notReady)
    }
}
