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
    let host = ProcessIdentity.current().host

    /// The maximum age of facts for a request.
    static let keptFor: Duration = .seconds(5)
    /// The time after which an unresponsive connection is reopened: with the five seconds that SQLite waits for a lock,
    /// less than the timeout of a database probe.
    private static let sharedDatabaseLimit: Duration = .milliseconds(1500)
    /// How long the state of units is cached while nothing changes, in intervals of the watch: one minute by default.
    private static let systemdEvery = 4

    init(_ wiring: Wiring, _ database: Database, simulated: Bool) {
        let settings = wiring.settings
        let commands = CommandCache(
            SystemCommand.port, keptFor: min(.minutes(1), settings.watchEvery * Self.systemdEvery))
        let file = settings.databaseURL.file
        let opened = file.flatMap(FileIdentity.init)
        let (client, time, connections) = (wiring.client, wiring.time, wiring.connections)
        // Runs are dated by the simulated clock, which may be faster.
        let own = SettingsFacts.resolved(settings.facts(databaseOrigin: wiring.databaseOrigin, speed: time.speed))
        let isOfAnotherTime = simulated || time.speed != 1
        cache = FactsCache(keptFor: Self.keptFor) { thorough in
            // crontab(1) leaves a line in the system's log each time, and the service's user has no table.
            var probes = HealthProbes.real(
                settings, own, client: client, online: false, thorough: thorough, ownCrontab: false,
                run: commands.command)
            // Reopened only to read a complete file, or when another file has replaced it.
            probes.database = {
                guard !thorough, file.map({ FileIdentity($0) == opened }) ?? true else {
                    return await DatabaseFacts.read(settings, thorough: thorough)
                }
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
            let facts = await HealthFacts.gather(probes, now: time.now())
            // While there is a problem, systemd is queried every time.
            if Diagnosis.of(facts).contains(where: { $0.problem != nil || $0.outcome == .notChecked }) {
                commands.clear()
            }
            return facts
        }
        self.wiring = wiring
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
        let facts = await recent()
        return StatusReport(facts, Explainer().explain(observation(of: facts)), version: programVersion)
    }

    /// The facts for `GET /readyz`.
    func readiness() async -> Readiness.Facts {
        let facts = await recent()
        let contents = facts.database.contents
        var mismatch: Phrase?
        if let settings = facts.settings.resolved, let verdict = contents?.marker.value {
            mismatch = verdict.sentence(own: settings.database)
        }
        let failure: ArchiveFailure? =
            switch facts.database {
            case .read: nil
            case .failed(let failure): failure
            case .notResponding(let limit):
                ArchiveFailure(
                    .unreachable,
                    Phrase("no response within ", fr: "pas de réponse en ") + limit.phrase,
                    hint: Phrase(verbatim: "bitcoin-analyzer doctor"))
            case .unknown:
                ArchiveFailure(
                    .unreachable, Phrase("not checked", fr: "non vérifiée"),
                    hint: Phrase(verbatim: "bitcoin-analyzer settings"))
            }
        return Readiness.Facts(
            now: facts.now, database: failure.map { .failure($0) } ?? .success(contents?.schema ?? 0),
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
                process: own, unit: PortHolder.ownUnit, descriptors: .own, exhausted: connections.lastExhausted)
        ] + DescriptorFacts.of(processes.filter { $0.key != own })
    }
}
