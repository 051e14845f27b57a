package import Domain
import Synchronization

/// Where incidents are read and kept, whether or not the database answers: in the log, else in the outbox until it does.
package final class IncidentRecorder: Sendable {
    private let log: any IncidentLog
    private let outbox: IncidentOutbox
    private let journal: any Journal
    /// As the database had them when it answered last.
    private let known = Mutex<[Incident]>([])

    package init(_ log: any IncidentLog, outbox: IncidentOutbox, journal: any Journal) {
        self.log = log
        self.outbox = outbox
        self.journal = journal
    }

    /// How many incidents are looked through for one that is open or comes back: more are never open at once.
    private static let read = 200

    /// What is recorded now. While the database does not answer, what it had when it did, with what waits for it.
    package func records(now: Timestamp) async -> Detector.Records {
        if let incidents = try? await log.incidents(matching: IncidentQuery(), limit: Self.read) {
            known.withLock { $0 = incidents }
        }
        return Detector.Records(outbox.all(besides: known.withLock(\.self)), now: now)
    }

    /// Keeps what has changed, and tells the journal. What can be kept nowhere is in the journal at least, and is found again by the next look.
    package func keep(_ transitions: [Detector.Transition]) async {
        for transition in transitions {
            do {
                try await keep(transition)
            } catch {
                do { try outbox.keep(transition.incident) } catch {
                    journal.record(
                        Event(
                            .error, "incident \(transition.incident.id) could be kept nowhere: \(error)",
                            ["cause": transition.incident.cause.rawValue]))
                }
            }
            tell(transition)
        }
    }

    private func keep(_ transition: Detector.Transition) async throws {
        switch transition {
        // Another process may have opened it at this moment: then this is more evidence for that one.
        case .opened(let incident): _ = try await log.report(incident)
        case .reopened(let incident), .changed(let incident), .resolved(let incident):
            let isKnown = try await log.change(incident.id) { stored in
                // What a person has written since we read it stays.
                let (lesson, resolution) = (stored.lesson, stored.resolution)
                stored = incident
                if !lesson.isEmpty { stored.lesson = lesson }
                if incident.state == .open, incident.resolution.isEmpty, case .changed = transition {
                    stored.resolution = resolution
                }
                return true
            }
            if isKnown == nil { try await log.keep(incident) }
        }
    }

    private func tell(_ transition: Detector.Transition) {
        let incident = transition.incident
        let fields = ["incident": incident.id.rawValue, "cause": incident.cause.rawValue]
        switch transition {
        case .opened:
            journal.record(
                Event(
                    incident.severity == .critical ? .error : .warning,
                    "incident \(incident.id) opens: \(incident.diagnosis.english)", fields))
        case .reopened:
            journal.record(Event(.error, "incident \(incident.id) is back: \(incident.diagnosis.english)", fields))
        case .changed:
            journal.record(
                Event(.notice, "incident \(incident.id): more is known: \(incident.diagnosis.english)", fields))
        case .resolved:
            journal.record(Event(.notice, "incident \(incident.id) is over: \(incident.resolution.english)", fields))
        }
    }
}
