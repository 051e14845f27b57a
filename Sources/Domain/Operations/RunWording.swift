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
