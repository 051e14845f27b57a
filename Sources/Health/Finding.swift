package import Domain

/// The result of one check about one subject. It states the problem, not the cause, which the catalogue of incidents
/// determines.
package struct Finding: Hashable, Sendable {
    package enum Outcome: String, Sendable, Codable {
        case ok
        /// Worth knowing; nothing is wrong.
        case info
        /// Not right, but nothing fails because of it yet.
        case warning
        case failed
        /// Could not be checked: what the check needs has failed or did not respond.
        case notChecked = "not_checked"
    }

    package let check: CheckName
    /// What was checked, where a check covers several things: `api`, `bitcoin-analyzer-web.service`.
    package let subject: String?
    /// The host that it concerns, where that is not the one that checks: of a run, the host that made it.
    package let host: String?
    package var outcome: Outcome
    /// The kind of problem; `nil` without one, or when only the summary is known.
    package let problem: Problem?
    /// Of a check that could not be made: the check that has to succeed first; `nil` where whatever was asked did not
    /// respond.
    package let needed: CheckName?
    package var summary: Phrase
    /// When it began, as far as is known.
    package let since: Timestamp?
    package var evidence: [Evidence]
    /// A command that fixes it, or shows what has to be fixed; can be pasted into a shell.
    package var remedy: String?

    package init(
        _ check: CheckName, _ subject: String? = nil, _ outcome: Outcome, _ summary: Phrase, problem: Problem? = nil,
        needed: CheckName? = nil, host: String? = nil, since: Timestamp? = nil, evidence: [Evidence] = [],
        remedy: String? = nil
    ) {
        self.check = check
        self.subject = subject
        self.host = host
        self.outcome = outcome
        self.problem = problem
        self.needed = needed
        self.summary = summary
        self.since = since
        self.evidence = evidence
        self.remedy = remedy
    }

    /// Not checked, because what the check needs has failed.
    package static func notChecked(_ check: CheckName, _ subject: String? = nil, because needed: CheckName) -> Finding {
        Finding(
            check, subject, .notChecked,
            Phrase(
                "not checked, because of: \(needed.title.english)",
                fr: "non vérifié, à cause de\u{A0}: \(needed.title.french)"
            ), needed: needed)
    }

    /// Not checked, because whatever was asked did not respond.
    package static func notChecked(_ check: CheckName, _ subject: String? = nil, _ reason: Phrase) -> Finding {
        Finding(
            check, subject, .notChecked,
            Phrase("could not be checked: ", fr: "n’a pas pu être vérifié\u{A0}: ") + reason)
    }
}

/// The checks, in the order in which `doctor` shows them.
package enum CheckName: String, CaseIterable, Sendable, Codable {
    case settings
    case unitSettings = "unit_settings"
    case disk
    case descriptors
    case database
    case marker
    case services
    case ports
    case schedule
    case runs
    case freshness
    case sources
    case languageModel = "language_model"
    case analysisQuality = "analysis_quality"
    case notifications
    case clock
    case incidents

    package var title: Phrase {
        switch self {
        case .settings: Phrase("settings", fr: "réglages")
        case .unitSettings: Phrase("settings of each unit", fr: "réglages de chaque unité")
        case .disk: Phrase("disk", fr: "disque")
        case .descriptors: Phrase("file descriptors", fr: "descripteurs de fichier")
        case .database: Phrase("database", fr: "base de données")
        case .marker: Phrase("where runs write", fr: "destination des collectes")
        case .services: Phrase("services", fr: "services")
        case .ports: Phrase("ports", fr: "ports")
        case .schedule: Phrase("schedule", fr: "planification")
        case .runs: Phrase("collection runs", fr: "collectes")
        case .freshness: Phrase("freshness", fr: "fraîcheur")
        case .sources: Phrase("sources", fr: "sources")
        case .languageModel: Phrase("language model", fr: "modèle de langage")
        case .analysisQuality: Phrase("quality of the analysis", fr: "qualité de l’analyse")
        case .notifications: Phrase("notifications", fr: "notifications")
        case .clock: Phrase("clock", fr: "horloge")
        case .incidents: Phrase("open incidents", fr: "incidents ouverts")
        }
    }
}

/// What a probe returned, or why it returned nothing.
package enum ProbeResult<Value: Sendable>: Sendable {
    case known(Value)
    /// Why not, as the end of a sentence.
    case unknown(Phrase)

    package var value: Value? { if case .known(let value) = self { value } else { nil } }
}

extension ProbeResult: Equatable where Value: Equatable {}
extension ProbeResult: Hashable where Value: Hashable {}
