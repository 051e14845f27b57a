package import Domain
import Synchronization

/// Reads and stores incidents: in the log, or in the outbox while the database is unreachable.
package final class IncidentRecorder: Sendable {
    private let log: any IncidentLog
    private let outbox: IncidentOutbox
    private let journal: any Journal
    /// As last read from the database.
    private let known = Mutex<[Incident]>([])

    package init(_ log: any IncidentLog, outbox: IncidentOutbox, journal: any Journal) {
        self.log = log
        self.outbox = outbox
        self.journal = journal
    }

    /// How many incidents are searched for open or reopened ones.
    private static let read = 200

    /// The recorded incidents. While the database is unreachable: those last read from it, and those in the outbox.
    package func records(now: Timestamp) async -> Detector.Records {
        if let incidents = try? await log.incidents(matching: IncidentQuery(), limit: Self.read) {
            known.withLock { $0 = incidents }
        }
        return Detector.Records(outbox.all(besides: known.withLock(\.self)), now: now)
    }

    /// Stores transitions and logs them. One that cannot be stored at all is only logged, and detected again.
    package func keep(_ transitions: [Detector.Transition]) async {
        for transition in transitions {
            do {
                if let other = try await keep(transition) {
                    let incident = transition.incident
                    journal.record(
                        Event(
                            .notice, "incident \(incident.id) adds its evidence to incident \(other), which is open",
                            ["incident": other.rawValue, "cause": incident.cause.rawValue]))
                    continue
                }
            } catch {
                do { try outbox.keep(transition.incident) } catch {
                    journal.record(
                        Event(
                            .error, "incident \(transition.incident.id) cannot be stored: \(error)",
                            ["cause": transition.incident.cause.rawValue]))
                }
            }
            log(transition)
        }
    }

    /// - Returns: another open incident of its cause and place, which got its evidence instead.
    private func keep(_ transition: Detector.Transition) async throws -> IncidentID? {
        switch transition {
        // Another process may have opened it at the same time: then this adds its evidence.
        case .opened(let incident):
            _ = try await log.report(incident)
            return nil
        case .reopened(let incident), .changed(let incident), .resolved(let incident):
            let change = try await log.change(incident.id) { stored in
                // Texts that a person has written in the meantime are kept.
                let (lesson, resolution) = (stored.lesson, stored.resolution)
                stored = incident
                if !lesson.isEmpty { stored.lesson = lesson }
                if incident.state == .open, incident.resolution.isEmpty, case .changed = transition {
                    stored.resolution = resolution
                }
                return true
            }
            switch change {
            case nil: try await log.keep(incident)
            case .addedTo(let other): return other
            case .stored: break
            }
            return nil
        }
    }

    private func log(_ transition: Detector.Transition) {
        let incident = transition.incident
        let fields = ["incident": incident.id.rawValue, "cause": incident.cause.rawValue]
        switch transition {
        case .opened:
            journal.record(
                Event(
                    incident.severity == .critical ? .error : .warning,
                    "incident \(incident.id) opened: \(incident.diagnosis.english)", fields))
        case .reopened:
            journal.record(Event(.error, "incident \(incident.id) reopened: \(incident.diagnosis.english)", fields))
        case .changed:
            journal.record(
                Event(.notice, "incident \(incident.id) updated: \(incident.diagnosis.english)", fields))
        case .resolved:
            journal.record(Event(.notice, "incident \(incident.id) resolved: \(incident.resolution.english)", fields))
        }
    }
}
