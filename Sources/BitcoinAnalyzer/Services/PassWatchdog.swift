import Collection
import Domain
import Health
import Incidents
import OperatingSystem
import Storage

/// A collection run exceeded `COLLECT_TIMEOUT` and was stopped.
struct PassTimedOut: Error {
    let limit: Duration

    var failure: CommandFailure {
        var failure = CommandFailure(
            .temporary,
            Phrase(
                "the collection pass was stopped after \(limit.components.seconds) s; what it had collected is kept",
                fr:
                    "la collecte a été arrêtée après \(limit.components.seconds) s\u{A0}; ce qu’elle avait collecté "
                    + "est conservé"
            ),
            hint: Phrase(
                "the next pass continues; increase COLLECT_TIMEOUT if passes need more time",
                fr:
                    "la prochaine continuera\u{A0}; augmentez COLLECT_TIMEOUT si les collectes demandent plus de "
                    + "temps"
            ))
        failure.cause = .collectorHung
        return failure
    }
}

extension OpenDatabase {
    /// Performs a collection run, and stops it when it hangs. This is recorded: the next completed run closes the
    /// incident.
    /// - Parameters:
    ///   - command: the command: `serve`, `collect`.
    ///   - isAlone: whether the process exists for this run only, and exits when the run cannot be stopped.
    /// - Throws: ``CommandFailure`` (75) with the cause `collector-hung`, and what the run throws.
    func passInTime(
        of command: String, isAlone: Bool = false, _ pass: @escaping @Sendable () async throws -> PassResult
    ) async throws -> PassResult {
        let limit = wiring.settings.collectTimeout
        do {
            let result = try await withDeadline(
                limit,
                onExpiry: {
                    if isAlone { ShutdownDeadline.start(exitCode: CommandFailure.Code.temporary.rawValue) }
                }, pass)
            guard let result else { throw PassTimedOut(limit: limit) }
            return result
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

    /// Checks once for incidents, unless an API of this installation responds, which does so continuously.
    func watchWhereNoServiceDoes() async {
        guard !simulated, await !wiring.isWatchedByService() else { return }
        await incidentWatch(as: "collect").runOnce()
    }
}

extension Wiring {
    /// Whether an API of this installation runs, which checks for incidents continuously.
    func isWatchedByService() async -> Bool {
        // With an installed API, a copy that responds instead does not count.
        let units =
            await SystemdUnits.states(SystemCommand.port, limit: .milliseconds(500), withJournal: false).value ?? [:]
        if let unit = units[ServiceUnits.api], unit.isInstalled { return unit.active == "active" }
        guard settings.api.port != 0 else { return false }
        let response = await healthProbes.response(.init(host: settings.api.host, port: settings.api.port))
        if case .responded(_, isOurs: true, _) = response { return true }
        return false
    }
}
