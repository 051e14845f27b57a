extension RunOutcome {
    /// For a sentence about a run: `succeeded`, « réussie ».
    package var phrase: Phrase {
        switch self {
        case .ok: Phrase("succeeded", fr: "réussie")
        case .degraded: Phrase("succeeded despite failing sources", fr: "réussie malgré des sources en échec")
        case .failed: Phrase("failed", fr: "échouée")
        case .running: Phrase("is running", fr: "en cours")
        case .abandoned: Phrase("was abandoned", fr: "abandonnée")
        default: Phrase(verbatim: rawValue)
        }
    }
}

extension Trigger {
    /// What started a run, for a person.
    package var phrase: Phrase {
        switch self {
        case .timer: Phrase("timer", fr: "minuterie")
        case .scheduler: Phrase("scheduler", fr: "planificateur")
        case .manual: Phrase("manual", fr: "manuelle")
        default: Phrase(verbatim: rawValue)
        }
    }
}

extension SourceReport.Failure {
    /// What happened, for a reader of a list of sources: the kind and the recorded line; in French the kind alone.
    package var line: Phrase { Phrase("\(kind.title.english): \(message)", fr: displayMessage.french) }
}
