import Domain

/// Facts and assessment as one to three sentences: the price, the trend with the volatility, and the missing data.
struct Narrative {
    let facts: MarketFacts
    let assessment: MarketAssessment

    func text(in language: Language) -> String {
        let sentences: [String?] =
            switch language {
            case .english: EnglishNarrative(facts: facts, assessment: assessment).sentences
            case .french: FrenchNarrative(facts: facts, assessment: assessment).sentences
            }
        return sentences.compactMap { $0 }.joined(separator: " ")
    }
}

extension MarketFacts {
    /// How many of the last 24 hours are missing.
    var hoursMissing: Int { max(0, 24 - hoursKnown) }

    /// The direction of the 24-hour change rounded to 0.1 %; `nil` where the change is unknown.
    var direction: Direction? {
        guard let change24h else { return nil }
        if NumberWording.percent(change24h.magnitude, language: .english)
            == NumberWording.percent(0, language: .english)
        {
            return .level
        }
        return change24h > 0 ? .up : .down
    }

    enum Direction { case up, down, level }
}
