import API
import Domain
import Health
import Incidents
import OperatingSystem
import Storage

/// What one process knows of its health: gathered by its watch every few seconds, and shared with whatever else needs
/// it. Requests fork no command and open no database.
struct SharedFacts: Sendable {
    private let cache: FactsCache
    private let wiring: Wiring
    let host = ProcessIdentity.current().host

    /// How old facts may be that a request is answered with.
    static let keptFor: Duration = .seconds(5)
    /// How long the open database may take before it is opened anew: with the five seconds that SQLite waits for a
    /// lock, less than a probe of the database may take.
    private static let sharedDatabaseLimit: Duration = .milliseconds(1500)
    /// How many times the watch's interval what systemd said is kept while nothing changes: one minute by default.
    private static let systemdEvery = 4

    init(_ wiring: Wiring, _ database: Database, simulated: Bool) {
        let settings = wiring.settings
        let commands = CommandCache(
            SystemCommand.port, keptFor: min(.minutes(1), settings.watchEvery * Self.systemdEvery))
        let file = settings.databaseURL.file
        let opened = file.flatMap(FileIdentity.init)
        let (client, time) = (wiring.client, wiring.time)
        // Runs are dated in the time of the world, which may be faster.
        let own = SettingsFacts.resolved(settings.facts(databaseOrigin: wiring.databaseOrigin, speed: time.speed))
        let isOfAnotherTime = simulated || time.speed != 1
        cache = FactsCache(keptFor: Self.keptFor) { thorough in
            var probes = HealthProbes.real(
                settings, own, client: client, online: false, thorough: thorough, run: commands.command)
            // Opened anew only to read a file from end to end, or where another file has taken its place.
            probes.database = {
                guard !thorough, file.map({ FileIdentity($0) == opened }) ?? true else {
                    return await DatabaseFacts.read(settings, thorough: thorough)
                }
                // Behind other writers of this process its write would wait for their locks too, one after the other.
                let facts = await withDeadline(Self.sharedDatabaseLimit, late: .abandoned) {
                    await DatabaseFacts.read(database, settings)
                }
                // A connection that was cut says no more than that: a new one finds out why.
                if case .failed(let failure)? = facts, failure.kind == .unreachable {
                    return await DatabaseFacts.read(settings, thorough: false)
                }
                if let facts { return facts }
                return await DatabaseFacts.read(settings, thorough: false)
            }
            if isOfAnotherTime { probes = probes.withoutMachine }
            let facts = await HealthFacts.gather(probes, now: time.now())
            // While something is wrong, the next look asks systemd again.
            if Diagnosis.of(facts).contains(where: { $0.problem != nil || $0.outcome == .notChecked }) {
                commands.clear()
            }
            return facts
        }
        self.wiring = wiring
    }

    /// A few seconds old at most.
    func recent() async -> HealthFacts { await cache.recent() }

    /// Gathered now.
    /// - Parameter thorough: whether a database file is read from end to end for damage.
    func observation(thorough: Bool) async -> Observation { observation(of: await cache.fresh(thorough: thorough)) }

    func observation(of facts: HealthFacts) -> Observation {
        var observation = Observation(facts, host: host)
        observation.isByService = true
        // In a world with a clock of its own, machine and schedule say nothing.
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

    /// What `GET /readyz` is decided from.
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
