/// Something that was wrong, from the moment it was noticed to the proof that it is over, told in five steps.
package struct Incident: Hashable, Sendable, Codable {
    /// How urgent it is. One that this version does not know is treated as a warning.
    package struct Severity: OpenEnum {
        package let rawValue: String
        package init(rawValue: String) { self.rawValue = rawValue }

        package static let critical = Severity(rawValue: "critical")
        package static let warning = Severity(rawValue: "warning")

        package static let known: [Severity] = [.critical, .warning]
    }

    /// One that this version does not know is neither open nor resolved: it is shown, and changed by people only.
    package struct State: OpenEnum {
        package let rawValue: String
        package init(rawValue: String) { self.rawValue = rawValue }

        package static let open = State(rawValue: "open")
        package static let resolved = State(rawValue: "resolved")

        package static let known: [State] = [.open, .resolved]
    }

    package let id: IncidentID
    package let cause: Cause
    /// What it happened to. At most one incident of a cause is open for one.
    package let place: Place
    package var severity: Severity
    package var state: State
    /// Since when it was so, as far back as the evidence reaches.
    package var began: Timestamp
    /// When it was noticed.
    package let opened: Timestamp
    /// When its root cause was named; `nil` while it is not.
    package var explained: Timestamp?
    package var resolved: Timestamp?
    /// How often it came back soon after it had been resolved.
    package var reopened: Int
    /// The incident that this one follows from.
    package var parent: IncidentID?
    /// Version, host, unit, what was running, what was changed last.
    package var context: Phrase
    /// What a user saw, and since when.
    package var symptom: Phrase
    /// The root cause, in words.
    package var diagnosis: Phrase
    /// What was done, by whom or by itself, and the proof that it worked.
    package var resolution: Phrase
    /// What to change so that it does not come back: proposed by the service, edited by a person.
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
    /// What an incident happened to: a unit of one host, a folder of one host, a source, or what all share.
    package struct Place: Hashable, Sendable, Codable {
        /// `nil` for what every host meets: a source, a database.
        package let host: String?
        /// The systemd unit.
        package let unit: String?
        /// A source, a folder, a port.
        package let subject: String?

        package init(host: String? = nil, unit: String? = nil, subject: String? = nil) {
            self.host = host
            self.unit = unit
            self.subject = subject
        }

        package static let everywhere = Place()

        /// For a person; `nil` where there is nothing to tell.
        package var description: String? {
            let what = unit ?? subject
            guard let host else { return what }
            return what.map { "\($0) on \(host)" } ?? host
        }
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
