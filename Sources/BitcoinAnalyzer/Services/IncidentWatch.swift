import API
import Collection
import Domain
import FoundationEssentials
import Health
import Incidents
import OperatingSystem
import Outbound
import ServiceLifecycle
import Storage

/// Looks every few seconds whether something is wrong, names the root cause, and opens and closes incidents.
struct IncidentWatch: Service {
    let keeper: IncidentRecorder
    let detector: Detector
    let look: @Sendable (_ thorough: Bool) async -> Observation
    /// Whether a maintenance window is open.
    let window: @Sendable (Timestamp) -> Bool
    /// What may be mended without asking; told what is open, gives what was done about it.
    let repair: @Sendable ([Incident]) async -> [Incident]
    let every: Duration

    /// Reading a whole database for damage takes time that is better spent otherwise at most looks.
    private static let thoroughEach = 20

    func run() async throws {
        await cancelWhenGracefulShutdown {
            var state = Detector.State()
            var looks = 0
            await repeating(every: every) {
                state = await step(state, thorough: looks % Self.thoroughEach == 0)
                looks += 1
            }
        }
    }

    private func step(_ state: Detector.State, thorough: Bool) async -> Detector.State {
        // Stopped while it looked: nobody waits for it, and what is ending now is not what is wrong.
        guard let observation = await withDeadline(nil, late: .abandoned, { [look] in await look(thorough) }),
            !Task.isCancelled
        else {
            return state
        }
        let records = await keeper.records(now: observation.moment)
        let result = detector.step(state, observation, records: records, window: window(observation.moment))
        await keeper.keep(result.transitions)
        let open = result.transitions.isEmpty ? records.open : await keeper.records(now: observation.moment).open
        await keeper.keep(await repair(open).map { .changed($0) })
        return result.state
    }

    /// For a process that ends: looks until what it sees is certain, three times at most.
    func lookOnce(pause: Duration = .seconds(5)) async {
        var state = Detector.State()
        for round in 0..<3 {
            let before = state
            state = await step(state, thorough: false)
            // Nothing is under suspicion any more, or it has been opened.
            guard state != Detector.State(), state != before, round < 2,
                (try? await ContinuousClock().sleep(for: pause)) != nil
            else { return }
        }
    }
}

extension OpenDatabase {
    /// - Parameters:
    ///   - context: who looks: `serve`, `api`, `collect`.
    ///   - failedRequests: how many requests were answered with an error, so far.
    func incidentWatch(as context: String, failedRequests: (@Sendable () -> Int)? = nil) -> IncidentWatch {
        let (settings, time) = (wiring.settings, wiring.time)
        let host = ProcessIdentity.current().host
        let started = time.now()
        let change = ChangeRecord.update(
            version: programVersion, settings: wiring.shownSettings, in: settings.stateDirectory, now: started)
        let unit = PortHolder.ownUnit.map { Phrase(", unit \($0)", fr: ", unité \($0)") } ?? .empty
        let databaseName = settings.databaseIdentity.description
        let installation =
            Phrase(
                "bitcoin-analyzer \(programVersion) on \(host)", fr: "bitcoin-analyzer \(programVersion) sur \(host)")
            + unit
            + Phrase(
                ", bitcoin-analyzer \(context) running since \(started.phrase.english), database \(databaseName). ",
                fr:
                    ", bitcoin-analyzer \(context) en marche depuis le \(started.phrase.french), base de données \(databaseName). "
            ) + change.phrase
        let errors = ErrorCount(failedRequests)
        let writer = IncidentWriter(context: installation, failedRequests: { errors.since($0) })
        let outbox = wiring.incidentOutbox
        let maintenance = MaintenanceFile(inFolder: settings.stateDirectory)
        return IncidentWatch(
            keeper: IncidentRecorder(database.incidents, outbox: wiring.incidentOutbox, journal: wiring.journal),
            detector: Detector(writer: writer),
            look: { thorough in
                errors.sample(at: time.now())
                outbox.reserveSpace()
                return await wiring.observation(thorough: thorough, simulated: simulated, host: host)
            },
            window: { maintenance.current(now: $0) != nil },
            repair: { open in
                guard let incident = open.first(where: { $0.cause == .databaseNotMigrated && $0.resolution.isEmpty })
                else { return [] }
                // Safe to do from several processes at once, and what every start does.
                do { try await database.migrate() } catch { return [] }
                let moment = time.now()
                return [
                    writer.repaired(
                        incident,
                        by: Phrase(
                            "The service applied the pending migrations at \(moment.phrase.english).",
                            fr: "Le service a appliqué les migrations en attente le \(moment.phrase.french)."))
                ]
            },
            every: settings.watchEvery)
    }
}

extension Wiring {
    /// What the watch sees now.
    /// - Parameter simulated: of a simulated world, clocks and schedules of this machine say nothing.
    func observation(thorough: Bool, simulated: Bool, host: String) async -> Observation {
        var probes = HealthProbes.real(
            settings, SettingsFacts.resolved(settings.facts(databaseOrigin: databaseOrigin)), client: client,
            online: false, thorough: thorough)
        if simulated || time.speed != 1 { probes = probes.withoutMachine }
        var observation = Observation(await HealthFacts.gather(probes, now: time.now()), host: host)
        if time.speed != 1 {
            observation.leaveOut([.clock, .schedule, .freshness, .services, .unitSettings, .ports])
            // Runs are dated in simulated time, which flies.
            observation.passLimit = observation.passLimit * time.speed
        }
        return observation
    }
}
