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

/// Checks the health every few seconds, and opens and closes incidents of root causes.
struct IncidentWatch: Service {
    let recorder: IncidentRecorder
    let detector: Detector
    let observe: @Sendable (_ thorough: Bool) async -> Observation
    /// Whether a maintenance window is open.
    let window: @Sendable (Timestamp) -> Bool
    /// Performs safe automatic repairs for the open incidents, and returns those affected.
    let repair: @Sendable ([Incident]) async -> [Incident]
    let every: Duration

    /// The number of observations between complete reads of a database file, which take time.
    private static let thoroughEvery = 20

    func run() async throws {
        await cancelWhenGracefulShutdown {
            var state = Detector.State()
            var count = 0
            await repeating(every: every) {
                state = await step(state, thorough: count % Self.thoroughEvery == 0)
                count += 1
            }
        }
    }

    private func step(_ state: Detector.State, thorough: Bool) async -> Detector.State {
        // Stopped meanwhile: the result is not needed, and an exiting process is no failure.
        guard let observation = await withDeadline(nil, late: .abandoned, { [observe] in await observe(thorough) }),
            !Task.isCancelled
        else {
            return state
        }
        let records = await recorder.records(now: observation.moment)
        let result = detector.step(state, observation, records: records, window: window(observation.moment))
        await recorder.keep(result.transitions)
        let open = result.transitions.isEmpty ? records.open : await recorder.records(now: observation.moment).open
        await recorder.keep(await repair(open).map { .changed($0) })
        return result.state
    }

    /// For a process about to exit: observes until the result is certain, at most three times.
    func runOnce(pause: Duration = .seconds(5)) async {
        var state = Detector.State()
        for round in 0..<3 {
            let before = state
            state = await step(state, thorough: false)
            // No suspicion is left, or its incident is open.
            guard state != Detector.State(), state != before, round < 2,
                (try? await ContinuousClock().sleep(for: pause)) != nil
            else { return }
        }
    }
}

extension OpenDatabase {
    /// - Parameters:
    ///   - context: the command that observes: `serve`, `api`, `collect`.
    ///   - failedRequests: how many requests have failed so far.
    func incidentWatch(as context: String, failedRequests: (@Sendable () -> Int)? = nil) -> IncidentWatch {
        let (settings, time) = (wiring.settings, wiring.time)
        let host = facts.host
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
                    ", bitcoin-analyzer \(context) en marche depuis le \(started.phrase.french), base de données "
                    + "\(databaseName). "
            ) + change.phrase
        let errors = ErrorCount(failedRequests)
        let writer = IncidentWriter(context: installation, failedRequests: { errors.since($0) })
        let outbox = wiring.incidentOutbox
        let maintenance = MaintenanceFile(inFolder: settings.stateDirectory)
        return IncidentWatch(
            recorder: IncidentRecorder(incidents, outbox: wiring.incidentOutbox, journal: wiring.journal),
            detector: Detector(writer: writer),
            observe: { [facts] thorough in
                errors.sample(at: time.now())
                outbox.reserveSpace()
                return await facts.observation(thorough: thorough)
            },
            window: { maintenance.current(now: $0) != nil },
            repair: { open in
                guard let incident = open.first(where: { $0.cause == .databaseNotMigrated && $0.resolution.isEmpty })
                else { return [] }
                // Safe in several processes at once; done at every start as well.
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
