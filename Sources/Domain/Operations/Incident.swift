/// A failure from its detection to its resolution, described in five steps.
package struct Incident: Hashable, Sendable, Codable {
    /// The urgency. An unknown value is treated as a warning.
    package struct Severity: OpenEnum {
        package let rawValue: String
        package init(rawValue: String) { self.rawValue = rawValue }

        package static let critical = Severity(rawValue: "critical")
        package static let warning = Severity(rawValue: "warning")

        package static let known: [Severity] = [.critical, .warning]
    }

    /// An unknown state is neither open nor resolved: it is displayed, and changed by people only.
    package struct State: OpenEnum {
        package let rawValue: String
        package init(rawValue: String) { self.rawValue = rawValue }

        package static let open = State(rawValue: "open")
        package static let resolved = State(rawValue: "resolved")

        package static let known: [State] = [.open, .resolved]
    }

    package let id: IncidentID
    package let cause: Cause
    /// What is affected. At most one incident of a cause is open for a place.
    package let place: Place
    package var severity: Severity
    package var state: State
    /// Start of the failure, as far back as the evidence reaches.
    package var began: Timestamp
    /// When it was detected.
    package let opened: Timestamp
    /// When its root cause was identified; `nil` until then.
    package var explained: Timestamp?
    package var resolved: Timestamp?
    /// The number of times it was reopened shortly after its resolution.
    package var reopened: Int
    /// The incident that caused this one.
    package var parent: IncidentID?
    /// Version, host, unit, what was running, the last change.
    package var context: Phrase
    /// What users noticed, and since when.
    package var symptom: Phrase
    /// The root cause, its consequences and the fix.
    package var diagnosis: Phrase
    /// What was done, by whom or automatically, and what confirms that it worked.
    package var resolution: Phrase
    /// How to prevent it: proposed by the service, edited by a person.
    package var lesson: Phrase
    package var evidence: [Evidence]

    package init(
        id: IncidentID, cause: Cause, at place: Place = .everywhere, severity: Severity, state: State = .open,
        began: Timestamp? = nil, opened: Timestamp,
        explained: Timestamp? = nil, resolved: Timestamp? = nil, reopened: Int = 0, parent: IncidentID? = nil,
        context: Phrase, symptom: Phrase, diagnosis: Phrase, resolution: Phrase = .empty, lesson: Phrase = .empty,
        evidence: [Evidence] = []
    ) {
        self.id = id
        self.cause = cause
        self.place = place
        self.severity = severity
        self.state = state
        self.began = began ?? opened
        self.opened = opened
        self.explained = explained
        self.resolved = resolved
        self.reopened = reopened
        self.parent = parent
        self.context = context
        self.symptom = symptom
        self.diagnosis = diagnosis
        self.resolution = resolution
        self.lesson = lesson
        self.evidence = evidence
    }
}

extension Incident {
    /// What an incident affects: a unit or a folder of one host, one kind of source, or every host.
    package struct Place: Hashable, Sendable, Codable {
        /// `nil` where every host is affected: a source, a database.
        package let host: String?
        /// The systemd unit.
        package let unit: String?
        /// `prices` or `news` for sources, or a folder.
        package let subject: String?

        package init(host: String? = nil, unit: String? = nil, subject: String? = nil) {
            self.host = host
            self.unit = unit
            self.subject = subject
        }

        package static let everywhere = Place()
    }
}

extension Incident.Severity {
    /// For a badge or a list; the name of one that this version does not know.
    package var title: Phrase {
        switch self {
        case .critical: Phrase("critical", fr: "critique")
        case .warning: Phrase("warning", fr: "avertissement")
        default: Phrase(verbatim: rawValue)
        }
    }
}

extension Incident.State {
    /// For a badge or a list; the name of one that this version does not know.
    package var title: Phrase {
        switch self {
        case .open: Phrase("open", fr: "ouvert")
        case .resolved: Phrase("resolved", fr: "résolu")
        default: Phrase(verbatim: rawValue)
        }
    }
}

package struct IncidentID: RawRepresentable, Hashable, Sendable, Codable, CustomStringConvertible {
    package let rawValue: String
    package init(rawValue: String) { self.rawValue = rawValue }
    package var description: String { rawValue }
}

extension IncidentID {
    /// Sorts by time: `20261123T190000Z-3f9a2c1e`.
    package static func fresh(at moment: Timestamp) -> IncidentID {
        let time = moment.rfc3339.prefix(19).filter { $0 != "-" && $0 != ":" }
        return IncidentID(rawValue: "\(time)Z-\(UInt32.random(in: 0...UInt32.max).hexadecimal)")
    }
}

extension Incident {
    /// The maximum number of lines, the decisive ones first: one incident tells one story.
    package static let maxEvidence = 30

    /// The known evidence followed by the new, without duplicates, at most ``maxEvidence`` lines: where there are more,
    /// the first of each, and of the new ones at least half.
    package static func evidence(_ new: [Evidence], addedTo known: [Evidence]) -> [Evidence] {
        var seen = Set(known)
        let added = new.filter { seen.insert($0).inserted }
        let kept = added.prefix(max(maxEvidence / 2, maxEvidence - known.count))
        return Array(known.prefix(maxEvidence - kept.count) + kept)
    }
}
