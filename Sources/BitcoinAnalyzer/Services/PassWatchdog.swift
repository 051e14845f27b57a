import Collection
import Domain
import Health
import Incidents
import Storage

/// A collection pass took longer than `COLLECT_TIMEOUT`, and was ended.
struct PassTimedOut: Error {
    let limit: Duration

    var failure: CommandFailure {
        var failure = CommandFailure(
            .temporary,
            Phrase(
                "the collection pass was stopped after \(limit.components.seconds) s; what it had collected is kept",
                fr:
                    "la collecte a été arrêtée après \(limit.components.seconds) s\u{202F}; ce qu’elle avait collecté est conservé"
            ),
            hint: Phrase(
                "the next pass continues; increase COLLECT_TIMEOUT if passes need more time",
                fr:
                    "la prochaine continuera\u{202F}; augmentez COLLECT_TIMEOUT si les collectes demandent plus de temps"
            ))
        failure.cause = .collectorHung
        return failure
    }
}

extension OpenDatabase {
    /// Runs a pass, and ends it when it hangs. That it hung is recorded: the next one that ends well closes the incident.
    /// - Parameters:
    ///   - command: whose pass it is: `serve`, `collect`.
    ///   - isAlone: whether the process is there for this pass only: then it ends too, when the pass does not let itself be stopped.
    /// - Throws: ``CommandFailure`` (75) with the cause `collector-hung`, and what the pass throws.
    func passInTime(
        of command: String, isAlone: Bool = false, _ pass: @escaping @Sendable () async throws -> PassResult
    ) async throws -> PassResult {
        let limit = wiring.settings.collectTimeout
        do {
            return try await withThrowingTaskGroup(of: PassResult.self) { group in
                group.addTask(operation: pass)
                group.addTask {
                    try await ContinuousClock().sleep(for: limit)
                    if isAlone { ShutdownDeadline.start(exitCode: CommandFailure.Code.temporary.rawValue) }
                    throw PassTimedOut(limit: limit)
                }
                defer { group.cancelAll() }
                guard let result = try await group.next() else { throw CancellationError() }
                return result
            }
        } catch let hung as PassTimedOut {
            var failure = hung.failure
            if let incident = ExitIncidentRecorder.incident(failure, of: command, now: wiring.time.now()) {
                await IncidentRecorder(database.incidents, outbox: wiring.incidentOutbox, journal: wiring.journal).keep(
                    [.opened(incident)])
                failure.isRecorded = true
            }
            throw failure
        }
    }

    /// Looks for what is wrong, unless an API of this installation answers, which does so all the time.
    func lookWhereNobodyDoes() async {
        guard !simulated else { return }
        // Where it is installed, a copy that answers in its place is not it.
        let units = await StatusCommand.units() ?? [:]
        if let unit = units[ServiceUnits.api], unit.isInstalled {
            if unit.active != "active" { await incidentWatch(as: "collect").lookOnce() }
            return
        }
        let api = wiring.settings.api
        let probes = HealthProbes.real(
            wiring.settings, .resolved(wiring.settings.facts(databaseOrigin: wiring.databaseOrigin)),
            client: wiring.client, online: false, thorough: false)
        if api.port != 0,
            case .answered(_, isOurs: true, _) = await probes.answer(.init(host: api.host, port: api.port))
        {
            return
        }
        await incidentWatch(as: "collect").lookOnce()
    }
}
