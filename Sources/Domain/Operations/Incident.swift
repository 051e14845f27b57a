/// Something that was wrong, from the moment it was noticed to the proof that it is over, told in five steps.
package struct Incident: Hashable, Sendable, Codable {
    package enum Severity: String, Sendable, Codable { case critical, warning }
    package enum State: String, Sendable, Codable { case open, resolved }

    package let id: IncidentID
    package let cause: Cause
    /// The systemd unit that it happened to, where it is one's. At most one incident of a cause is open for one.
    package let unit: String?
    package var severity: Severity
    package var state: State
    package let opened: Timestamp
    package var resolved: Timestamp?
    /// Version, host, unit, what was running.
    package var context: String
    /// What a user saw, and since when.
    package var symptom: String
    /// The root cause, in words.
    package var diagnosis: String
    /// What was done, by whom or by itself, and the proof that it worked; empty while it is open.
    package var resolution: String
    /// What to change so that it does not come back; empty until somebody knows.
    package var lesson: String
    package var evidence: [Evidence]

    package init(
        id: IncidentID, cause: Cause, unit: String? = nil, severity: Severity, state: State = .open, opened: Timestamp, resolved: Timestamp? = nil,
        context: String, symptom: String, diagnosis: String, resolution: String = "", lesson: String = "", evidence: [Evidence] = []
    ) {
        self.id = id
        self.cause = cause
        self.unit = unit
        self.severity = severity
        self.state = state
        self.opened = opened
        self.resolved = resolved
        self.context = context
        self.symptom = symptom
        self.diagnosis = diagnosis
        self.resolution = resolution
        self.lesson = lesson
        self.evidence = evidence
    }
}

package struct IncidentID: RawRepresentable, Hashable, Sendable, Codable, CustomStringConvertible {
    package let rawValue: String
    package init(rawValue: String) { self.rawValue = rawValue }
    package var description: String { rawValue }
}

extension Incident {
    /// A unit that fails again and again has said it all after so many lines.
    package static let mostEvidence = 200

    /// What is known, and behind it what is new, each line once, ``mostEvidence`` lines at most.
    package static func evidence(_ new: [Evidence], addedTo known: [Evidence]) -> [Evidence] {
        var seen = Set(known)
        let added = new.filter { seen.insert($0).inserted }
        return known + added.prefix(max(0, mostEvidence - known.count))
    }
}
