package import Domain
package import OperatingSystem

/// How facts are obtained: a port for each kind. Any of them may hang; ``HealthFacts/gather(_:timeouts:now:)`` waits
/// for none longer than its timeout.
package struct HealthProbes: Sendable {
    package var run: RunCommand
    /// The settings as this command resolves them.
    package var settings: @Sendable () -> SettingsFacts
    /// How the shell's settings differ from these, where they are the service's.
    package var shellSettings: ShellSettings?
    /// The settings as a unit with this environment resolves them.
    package var unitSettings: @Sendable (_ environment: [String: String]) -> SettingsFacts
    package var database: @Sendable () async -> DatabaseFacts
    /// `GET /livez` of a listener.
    package var response: @Sendable (SettingsFacts.Listen) async -> PortFacts.Response
    /// `GET /readyz` of a listener: why it is not ready; `nil` when it is, or does not respond.
    package var notReady: @Sendable (SettingsFacts.Listen) async -> String?
    /// The process that listens there.
    package var holder: @Sendable (SettingsFacts.Listen) async -> RunningProcess?
    package var folders: @Sendable (SettingsFacts.Resolved, _ isService: Bool) async -> [FolderFacts]
    /// Of these processes of the service; of those that this user may not see there are none.
    package var descriptors: @Sendable (_ processes: [Int32: String?]) async -> [DescriptorFacts] = { processes in
        await blocking { DescriptorFacts.of(processes) }
    }
    /// What was installed as a unit file, to see what was edited since.
    package var installedUnit: InstalledUnit = { _, _ in nil }
    /// The settings that were changed since the service last worked.
    package var settingChanges: @Sendable () async -> [SettingChange] = { [] }
    /// The marker of the last run of this host.
    package var lastRun: @Sendable () async -> RunMarker? = { nil }
    package var cron: @Sendable () async -> CronFacts
    /// Processes of the service that recorded themselves in this state directory.
    package var processes: @Sendable (_ stateDirectory: String) async -> [ServiceProcessFacts]
    /// The files that a command names.
    package var executables: @Sendable (_ command: [String]) async -> [String: ExecutableFacts]
    /// What keeps a user from the program of the units and from the settings.
    package var barriers: @Sendable (_ program: String, _ user: String) async -> [PathBarrier]
    /// Whether a listener may use an address: whether some interface of this host has it.
    package var isOwnAddress: @Sendable (_ host: String) async -> Bool = { host in
        await blocking { OwnAddress.isUsable(host) }
    }
    /// Incidents that are open, given those that the database has.
    package var openIncidents: @Sendable (_ recorded: [Incident]) async -> [Incident]
    /// What this host reaches; `nil` where no source needs a network beyond it.
    package var network: (@Sendable () async -> NetworkFacts)?
    /// Asks each source now; `nil` to ask none.
    package var live: (@Sendable () async -> [SourceProbe])?

    package init(
        run: @escaping RunCommand, settings: @escaping @Sendable () -> SettingsFacts,
        unitSettings: @escaping @Sendable ([String: String]) -> SettingsFacts,
        database: @escaping @Sendable () async -> DatabaseFacts,
        response: @escaping @Sendable (SettingsFacts.Listen) async -> PortFacts.Response,
        notReady: @escaping @Sendable (SettingsFacts.Listen) async -> String? = { _ in nil },
        holder: @escaping @Sendable (SettingsFacts.Listen) async -> RunningProcess?,
        folders: @escaping @Sendable (SettingsFacts.Resolved, Bool) async -> [FolderFacts],
        cron: @escaping @Sendable () async -> CronFacts,
        processes: @escaping @Sendable (String) async -> [ServiceProcessFacts] = { folder in
            await blocking { ServiceProcessFolder(stateDirectory: folder).facts() }
        },
        executables: @escaping @Sendable ([String]) async -> [String: ExecutableFacts] = { words in
            await blocking { ExecutableFacts.of(command: words) }
        },
        openIncidents: @escaping @Sendable ([Incident]) async -> [Incident] = { $0 },
        network: (@Sendable () async -> NetworkFacts)? = nil,
        live: (@Sendable () async -> [SourceProbe])? = nil
    ) {
        self.run = run
        self.settings = settings
        self.unitSettings = unitSettings
        self.database = database
        self.response = response
        self.notReady = notReady
        self.holder = holder
        self.folders = folders
        self.cron = cron
        self.processes = processes
        self.executables = executables
        barriers = { program, user in await PathBarrierProbe.find(program: program, user: user, run) }
        self.openIncidents = openIncidents
        self.network = network
        self.live = live
    }
}

/// How long each probe may take. What needs the units waits for them first.
package struct ProbeTimeouts: Sendable {
    package let systemd: Duration
    /// Of ports, folders, programs, the clock and waiting incidents, each.
    package let local: Duration
    /// Of a dashboard's readiness: it asks the API, which may take two seconds not to respond.
    package let readiness: Duration
    package let cron: Duration
    package let database: Duration
    /// Of the sources: it holds ``refusals`` and then ``source``.
    package let live: Duration

    /// For reading which sources must not be asked. A database that does not respond in time is left open until the
    /// command ends.
    package static let refusals: Duration = .seconds(1)
    /// Of the one request to each source.
    package static let source: Duration = .seconds(6)

    /// How long gathering takes where everything responds only just in time, or not at all: units, then the response of
    /// a port, then why it is not ready, beside the database; then descriptors and the incidents that wait. The rest
    /// runs beside that.
    package var longest: Duration {
        max(max(systemd + local + readiness, database) + local, max(local, max(cron, live)))
    }

    /// Together less than nine seconds, whatever hangs: finding out which settings are the service's comes before.
    package static let thorough = ProbeTimeouts(
        systemd: .seconds(3), local: .milliseconds(1500), readiness: .milliseconds(2500), cron: .seconds(4),
        database: .seconds(7), live: .seconds(8))
    /// For a summary that should appear at once also where something hangs; not so short that a busy machine counts as
    /// one that does not respond.
    package static let brief = ProbeTimeouts(
        systemd: .seconds(2), local: .seconds(1), readiness: .milliseconds(2500), cron: .seconds(3),
        database: .seconds(7), live: .seconds(8))
}

extension HealthFacts {
    /// Uses all probes at the same time.
    package static func gather(_ probes: HealthProbes, timeouts: ProbeTimeouts = .thorough, now: Timestamp) async
        -> HealthFacts
    {
        let settings = probes.settings()
        async let database = withDeadline(timeouts.database, late: .abandoned, probes.database)
        async let clock = withDeadline(timeouts.local, late: .abandoned) { await ClockFacts.current(probes.run) }
        async let cron = withDeadline(timeouts.cron, late: .abandoned, probes.cron)
        async let live = gatherLive(probes, timeouts)
        async let settingChanges = withDeadline(timeouts.local, late: .abandoned, probes.settingChanges)
        async let lastRun = withDeadline(timeouts.local, late: .abandoned, probes.lastRun)
        let units =
            await withDeadline(timeouts.systemd, late: .abandoned) {
                await SystemdUnits.states(probes.run, limit: timeouts.systemd, installed: probes.installedUnit)
            }
            ?? .unknown(
                Phrase("systemctl did not respond within ", fr: "systemctl n’a pas répondu en ")
                    + timeouts.systemd.phrase)
        var facts = HealthFacts(
            now: now, settings: settings, database: .unknown, units: units, cron: CronFacts(),
            clock: ClockFacts(synchronised: nil))
        facts.host = ProcessIdentity.current().host
        facts.ownUnit = RunningProcess.ownUnit
        facts.shellSettings = probes.shellSettings
        facts.settingChanges = await settingChanges ?? []
        facts.lastRun = await lastRun ?? nil
        for (name, unit) in facts.installed
        where [ServiceUnits.api, ServiceUnits.web, ServiceUnits.collect].contains(name) {
            facts.unitSettings[name] = probes.unitSettings(unit.environmentAsStarted)
        }
        let command = facts.installed[ServiceUnits.collect]?.command ?? []
        async let executables = withDeadline(timeouts.local, late: .abandoned) { await probes.executables(command) }
        let program = facts.failingProgram
        async let barriers = withDeadline(timeouts.local, late: .abandoned) {
            guard let program else { return [PathBarrier]() }
            return await probes.barriers(program, InstallPaths.user)
        }
        if let resolved = settings.resolved {
            let isService = facts.isService
            let known = facts
            async let folders = withDeadline(timeouts.local, late: .abandoned) {
                await probes.folders(resolved, isService)
            }
            async let processes = withDeadline(timeouts.local, late: .abandoned) {
                await probes.processes(resolved.stateDirectory)
            }
            async let foreignHosts = foreign([resolved.api.host, resolved.web.host], probes, timeouts)
            async let api = port("api", resolved.api, known, probes, timeouts)
            async let web = port("web", resolved.web, known, probes, timeouts)
            facts.ports = [await api, await web]
            facts.foreignHosts = await foreignHosts
            facts.processes = await processes ?? []
            facts.folders =
                await folders ?? [
                    FolderFacts(
                        path: resolved.stateDirectory, uses: [.state],
                        space: .unknown(
                            Phrase(
                                "the file system did not respond within ",
                                fr: "le système de fichiers n’a pas répondu en ") + timeouts.local.phrase), user: "")
                ]
            facts.database = await database ?? .notResponding(timeouts.database)
            if case .read(var contents) = facts.database {
                contents.leaveOutRunsOfWrongClock(now: now)
                facts.database = .read(contents)
            }
        }
        let processes = facts.servingProcesses
        async let descriptors = withDeadline(timeouts.local, late: .abandoned) { await probes.descriptors(processes) }
        // A query to each resolver, and only where the sources may fail for that reason.
        let isAsked =
            probes.live != nil || facts.database.contents.map { SourceHistory($0.runs).shared != nil } ?? false
        async let network = isAsked ? gatherNetwork(probes, timeouts) : nil
        let recorded = facts.database.contents?.openIncidents ?? []
        facts.collectFiles = await executables ?? [:]
        facts.barriers = await barriers ?? []
        facts.openIncidents =
            await withDeadline(timeouts.local, late: .abandoned) { await probes.openIncidents(recorded) } ?? recorded
        facts.descriptors = await descriptors ?? []
        facts.clock = await clock ?? ClockFacts(synchronised: nil)
        facts.cron =
            await cron
            ?? CronFacts(
                unread: Phrase(
                    "the crontabs could not be read within ", fr: "les crontabs n’ont pas pu être lues en ")
                    + timeouts.cron.phrase)
        facts.network = await network
        facts.live = await live
        return facts
    }

    /// Those that no interface of this host has.
    private static func foreign(_ hosts: Set<String>, _ probes: HealthProbes, _ timeouts: ProbeTimeouts) async
        -> Set<String>
    {
        await withTaskGroup(of: String?.self) { group in
            for host in hosts {
                group.addTask {
                    let isOwn = await withDeadline(timeouts.local, late: .abandoned) { await probes.isOwnAddress(host) }
                    return isOwn == false ? host : nil
                }
            }
            return await group.reduce(into: []) { found, host in if let host { found.insert(host) } }
        }
    }

    /// The program of a unit that fails; `nil` where none does.
    private var failingProgram: String? {
        [ServiceUnits.collect, ServiceUnits.api, ServiceUnits.web].lazy.compactMap { installed[$0] }
            .filter(\.isFailing).compactMap { $0.command.first { $0.hasSuffix("/bitcoin-analyzer") } }.first
    }

    /// The processes of API and dashboard with their units, from systemd and from who listens on their ports.
    private var servingProcesses: [Int32: String?] {
        var processes: [Int32: String?] = [:]
        for port in ports {
            guard let holder = port.holder, holder.isOurs, holder.process != 1 else { continue }
            processes[holder.process] = .some(holder.unit)
        }
        for name in [ServiceUnits.api, ServiceUnits.web] {
            if let process = installed[name]?.process, process > 1 { processes[process] = .some(name) }
        }
        return processes
    }

    private static func gatherNetwork(_ probes: HealthProbes, _ timeouts: ProbeTimeouts) async -> NetworkFacts? {
        guard let network = probes.network else { return nil }
        return await withDeadline(timeouts.local, late: .abandoned, network)
    }

    private static func gatherLive(_ probes: HealthProbes, _ timeouts: ProbeTimeouts) async -> [SourceProbe]? {
        guard let live = probes.live else { return nil }
        return await withDeadline(timeouts.live, late: .abandoned, live) ?? [
            SourceProbe(
                source: SourceProbe.all,
                failure: SourceFailure(SourceProbe.all, .timeout(host: "sources", limit: timeouts.live)),
                took: timeouts.live)
        ]
    }

    private static func port(
        _ role: String, _ listen: SettingsFacts.Listen, _ facts: HealthFacts, _ probes: HealthProbes,
        _ timeouts: ProbeTimeouts
    ) async -> PortFacts {
        guard listen.port != 0 else { return PortFacts(role: role, listen: listen, holder: nil, response: .notAsked) }
        async let holder = withDeadline(timeouts.local, late: .abandoned) { await probes.holder(listen) }
        // A request to the socket of a stopped service would start it, and hide that it was stopped.
        let unit = facts.installed[ServiceUnits.service(of: role)]
        let mayAsk = unit.map { $0.active == "active" } ?? true
        let unitListen = facts.unitSettings[ServiceUnits.service(of: role)]?.resolved.map {
            role == "api" ? $0.api : $0.web
        }
        let moved = unitListen == listen || unitListen?.port == 0 || !mayAsk ? nil : unitListen
        async let unitResponse = response(at: moved, probes, timeouts)
        let response =
            mayAsk
            ? await withDeadline(timeouts.local, late: .abandoned) { await probes.response(listen) } ?? .timedOut
            : .notAsked
        // What the API is not ready for, the checks of the database show better. The dashboard of this process has no
        // other API, and its readiness waits for the facts that are being gathered.
        var notReady: String?
        if role == "web", case .responded(_, isOurs: true, _) = response,
            await holder??.process != ProcessIdentity.current().id
        {
            // A dashboard that does not say in time whether it is ready is not.
            let answer = await withDeadline(timeouts.readiness, late: .abandoned) { await probes.notReady(listen) }
            notReady = answer ?? "api: no response to /readyz within \(timeouts.readiness.phrase.english)"
        }
        var port = PortFacts(
            role: role, listen: listen, holder: await holder ?? nil, response: response, notReady: notReady)
        port.unitListen = unitListen
        port.unitResponse = await unitResponse
        return port
    }

    private static func response(
        at listen: SettingsFacts.Listen?, _ probes: HealthProbes, _ timeouts: ProbeTimeouts
    ) async -> PortFacts.Response? {
        guard let listen else { return nil }
        return await withDeadline(timeouts.local, late: .abandoned) { await probes.response(listen) }
    }
}
