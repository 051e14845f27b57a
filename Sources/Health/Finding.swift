package import Domain

/// What one check found about one thing: a line of `doctor`.
package struct Finding: Hashable, Sendable {
    package enum Outcome: String, Sendable, Codable {
        case ok
        /// Worth knowing, and nothing wrong.
        case info
        /// Not right, and nothing fails by it yet.
        case warning
        case failed
        /// Could not be looked at: what it needs has failed, or did not answer.
        case notChecked = "not_checked"
    }

    package let check: CheckName
    /// What was looked at, where a check looks at several things: `api`, `bitcoin-analyzer-web.service`.
    package let subject: String?
    package var outcome: Outcome
    package var summary: Phrase
    /// Why, when it failed.
    package var cause: Cause?
    package var evidence: [Evidence]
    /// The command that mends it, to be pasted into a shell.
    package var remedy: String?

    package init(
        _ check: CheckName, _ subject: String? = nil, _ outcome: Outcome, _ summary: Phrase, cause: Cause? = nil,
        evidence: [Evidence] = [],
        remedy: String? = nil
    ) {
        self.check = check
        self.subject = subject
        self.outcome = outcome
        self.summary = summary
        self.cause = cause
        self.evidence = evidence
        self.remedy = remedy
    }

    /// Not checked, because the check before it failed.
    package static func notChecked(_ check: CheckName, _ subject: String? = nil, because root: CheckName) -> Finding {
        Finding(
            check, subject, .notChecked,
            Phrase(
                "not checked, because of: \(root.title.english)", fr: "non vérifié, à cause de : \(root.title.french)"))
    }

    /// Not checked, because whoever was asked did not answer.
    package static func notChecked(_ check: CheckName, _ subject: String? = nil, _ reason: String) -> Finding {
        Finding(
            check, subject, .notChecked,
            Phrase("could not be checked: \(reason)", fr: "n'a pas pu être vérifié : \(reason)"))
    }
}

/// The checks, in the order they are told.
package enum CheckName: String, CaseIterable, Sendable, Codable {
    case settings
    case unitSettings = "unit_settings"
    case disk
    case database
    case marker
    case services
    case ports
    case schedule
    case freshness
    case sources
    case ai
    case clock

    package var title: Phrase {
        switch self {
        case .settings: Phrase("settings", fr: "réglages")
        case .unitSettings: Phrase("settings of each unit", fr: "réglages de chaque unité")
        case .disk: Phrase("disk", fr: "disque")
        case .database: Phrase("database", fr: "base de données")
        case .marker: Phrase("where runs write", fr: "destination des collectes")
        case .services: Phrase("services", fr: "services")
        case .ports: Phrase("ports", fr: "ports")
        case .schedule: Phrase("schedule", fr: "planification")
        case .freshness: Phrase("freshness", fr: "fraîcheur")
        case .sources: Phrase("sources", fr: "sources")
        case .ai: Phrase("AI", fr: "IA")
        case .clock: Phrase("clock", fr: "horloge")
        }
    }
}

/// Something that was asked for, and may not have been told.
package enum Known<Value: Sendable>: Sendable {
    case known(Value)
    /// Why not, as the end of a sentence.
    case unknown(String)

    package var value: Value? { if case .known(let value) = self { value } else { nil } }
}

extension Known: Equatable where Value: Equatable {}
extension Known: Hashable where Value: Hashable {}
