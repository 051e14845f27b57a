import API
import Domain
import Health
import Incidents
import OperatingSystem
import Storage

/// The health facts of a process: gathered every few seconds by its watch, and shared with all requests, which start no
/// command and open no database.
struct SharedFacts: Sendable {
    private let cache: FactsCache
    private let wiring: Wiring
    private let marketData: MarketDataCache
    let host = ProcessIdentity.current().host

    /// The maximum age of facts for a request.
    static let keptFor: Duration = .seconds(5)
    /// The time after which an unresponsive connection is reopened: with the five seconds that SQLite waits for a lock,
    /// less than the timeout of a database probe.
    private static let sharedDatabaseLimit: Duration = .milliseconds(1500)
    /// How long the state of units is cached while nothing changes, in intervals of the watch: one minute by default.
    private static let systemdEvery = 4

    init(_ wiring: Wiring, _ database: Database, _ incidents: CombinedIncidentLog, simulated: Bool) {
        let settings = wiring.settings
        let commands = CommandCache(
            SystemCommand.port, keptFor: min(.minutes(1), settings.watchEvery * Self.systemdEvery))
        let file = settings.databaseURL.file
        let replacements = file.map { ReplacementWatch($0, keptFor: max(.minutes(1), settings.watchEvery * 3)) }
        let (client, time, connections) = (wiring.client, wiring.time, wiring.connections)
        // Runs are dated by the simulated clock, which may be faster.
        let own = SettingsFacts.resolved(settings.facts(databaseOrigin: wiring.databaseOrigin, speed: time.speed))
        let isOfAnotherTime = simulated || time.speed != 1
        let installed = InstalledSettingsReader(stateDirectory: settings.stateDirectory)
        cache = FactsCache(keptFor: Self.keptFor) { thorough in
            // crontab(1) leaves a line in the system's log each time, and the service's user has no table.
            var probes = HealthProbes.real(
                settings, own, client: client, online: false, thorough: thorough, ownCrontab: false,
                run: commands.command)
            // Reopened only to read a complete file.
            probes.database = {
                guard !thorough else { return await DatabaseFacts.read(settings, thorough: true) }
                // Limited, as its test write may wait behind other writers of this process.
                let facts = await withDeadline(Self.sharedDatabaseLimit, late: .abandoned) {
                    await DatabaseFacts.read(database, settings)
                }
                // A lost connection gives no reason: a new one does.
                if case .failed(let failure)? = facts, failure.kind == .unreachable {
                    return await DatabaseFacts.read(settings, thorough: false)
                }
                if let facts { return facts }
                return await DatabaseFacts.read(settings, thorough: false)
            }
            probes.descriptors = { await descriptors(of: $0, connections) }
            if isOfAnotherTime { probes = probes.withoutMachine }
            var facts = await HealthFacts.gather(probes, now: time.now())
            if case .read(var contents) = facts.database {
                contents.replacement = replacements?.replacement(now: facts.now)
                facts.database = .read(contents)
            } else {
                // Those that were open when the database could be read still are, as far as is known.
                facts.openIncidents = incidents.withoutDatabase().filter { $0.state == .open }
            }
            let findings = Diagnosis.of(facts)
            // While there is a problem, systemd is queried every time.
            if findings.contains(where: { $0.problem != nil || $0.outcome == .notChecked }) { commands.clear() }
            if !isOfAnotherTime, let installed, RunningProcess.ownUnit != nil {
                let known = facts
                await blocking { installed.update(by: known, findings) }
            }
            return facts
        }
        self.wiring = wiring
        marketData = MarketDataCache(database, settings, now: time.now)
    }

    /// Facts of a few seconds ago at most.
    func recent() async -> HealthFacts { await cache.recent() }

    /// Gathers the facts now.
    /// - Parameter thorough: whether to read a complete database file for damage.
    func observation(thorough: Bool) async -> Observation { observation(of: await cache.fresh(thorough: thorough)) }

    func observation(of facts: HealthFacts) -> Observation {
        var observation = Observation(facts, host: host)
        observation.isByService = true
        // With a simulated clock, machine and schedule are irrelevant.
        if wiring.time.speed != 1 {
            observation.leaveOut([.clock, .schedule, .freshness, .services, .unitSettings, .ports])
        }
        return observation
    }

    /// What `GET /v1/status` returns.
    func status() async -> StatusReport {
        let facts = await marketData.completed(await recent())
        return StatusReport(facts, Explainer().explain(observation(of: facts)), version: programVersion)
    }

    /// The facts for `GET /readyz`.
    func readiness() async -> Readiness.Facts {
        let facts = await recent()
        let explanation = Explainer().explain(observation(of: facts))
        let contents = facts.database.contents
        var mismatch: Phrase?
        if let settings = facts.settings.resolved, let verdict = contents?.marker.value {
            mismatch = verdict.sentence(own: settings.database)
        }
        // The same causes as everywhere; a probe may come from anywhere, so it gets their names alone.
        let causes = explanation.causes.filter { cause in
            Catalogue.entry(cause).map { !$0.checks.isDisjoint(with: [.database, .disk]) && $0.proof == .checks }
                ?? false
        }
        var failures = causes.map { Readiness.Failure(cause: $0, detail: $0.title.english) }
        if contents == nil, failures.isEmpty {
            let cause = explanation.causes.first
            failures = [Readiness.Failure(cause: cause, detail: cause?.title.english ?? "cannot be read")]
        }
        return Readiness.Facts(
            now: facts.now, failures: failures, schema: contents?.schema ?? 0,
            wantedSchema: Database.newestSchemaVersion, mismatch: mismatch?.english,
            newestPrice: contents?.newestCandle?.priceTime, freshFor: wiring.settings.freshFor)
    }
}

/// The descriptors of this process, which knows of refused connections too, and of the others that it may see.
private func descriptors(of processes: [Int32: String?], _ connections: ConnectionRegister) async -> [DescriptorFacts] {
    let own = ProcessIdentity.current().id
    return await blocking {
        [
            DescriptorFacts(
                process: own, unit: RunningProcess.ownUnit, descriptors: .own, exhausted: connections.lastExhausted)
        ] + DescriptorFacts.of(processes.filter { $0.key != own })
    }
}
