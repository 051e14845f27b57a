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
            await StartPause.end()
            await repeating(every: every) {
                // Not the first one: a service that starts has clients who waited for it.
                state = await step(state, thorough: count % Self.thoroughEvery == 1)
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

extension Wiring {
    /// Probes of a process that observes the machine, and not a person’s shell.
    var healthProbes: HealthProbes {
        .real(
            settings, .resolved(settings.facts(databaseOrigin: databaseOrigin)), client: client, online: false,
            thorough: false, ownCrontab: false)
    }

    fileprivate func incidentWriter(as context: String, failedRequests: (@Sendable (Timestamp) -> Int?)? = nil)
        -> IncidentWriter
    {
        let host = ProcessIdentity.current().host
        let started = time.now()
        let change = ChangeRecord.update(
            version: programVersion, settings: shownSettings, in: settings.stateDirectory, now: started)
        let unit = RunningProcess.ownUnit.map { Phrase(", unit \($0)", fr: ", unité \($0)") } ?? .empty
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
        return IncidentWriter(context: installation, failedRequests: failedRequests ?? { _ in nil })
    }

    /// The watch of a process that cannot open the database: what it detects waits in the outbox.
    func incidentWatch(as context: String, without failure: ArchiveFailure) -> IncidentWatch {
        let outbox = incidentOutbox
        let maintenance = MaintenanceFile(inFolder: settings.stateDirectory)
        return IncidentWatch(
            recorder: IncidentRecorder(UnavailableIncidentLog(failure: failure), outbox: outbox, journal: journal),
            detector: Detector(writer: incidentWriter(as: context)),
            observe: { [self] _ in
                outbox.reserveSpace()
                var observation = Observation(
                    await HealthFacts.gather(healthProbes, now: time.now()), host: ProcessIdentity.current().host)
                observation.isByService = true
                return observation
            },
            window: { maintenance.current(now: $0) != nil }, repair: { _ in [] }, every: settings.watchEvery)
    }
}

/// The log of a database that cannot be opened.
private struct UnavailableIncidentLog: IncidentLog {
    let failure: ArchiveFailure

    func report(_ incident: Incident) async throws -> Incident { throw failure }
    func keep(_ incident: Incident) async throws { throw failure }
    func change<T: Sendable>(_ id: IncidentID, _ change: @escaping @Sendable (inout Incident) -> T) async throws
        -> IncidentChange<T>?
    { throw failure }
    func incidents(matching query: IncidentQuery, limit: Int) async throws -> [Incident] { throw failure }
    func incident(_ id: IncidentID) async throws -> Incident? { throw failure }
}

extension OpenDatabase {
    /// - Parameters:
    ///   - context: the command that observes: `serve`, `api`, `collect`.
    ///   - failedRequests: how many requests have failed so far.
    func incidentWatch(as context: String, failedRequests: (@Sendable () -> Int)? = nil) -> IncidentWatch {
        let (settings, time) = (wiring.settings, wiring.time)
        let errors = ErrorCount(failedRequests)
        let writer = wiring.incidentWriter(as: context, failedRequests: { errors.since($0) })
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
