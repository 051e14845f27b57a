package import Domain

/// Whether every number in a text is one of the facts, written as ``NumberWording`` writes it: with its currency or its percent sign, and,
/// for the change, with the direction in which it went.
///
/// Strict on purpose: a number that is rounded otherwise, lacks its unit, or is right but of something else, does not count as a fact. What
/// it cannot see is a number in words ("a third"), or a true number in a false sentence.
package struct Grounding: Hashable, Sendable {
    /// What is told in the text but is no fact, as it stands there.
    package let unsupported: [String]
    package var isGrounded: Bool { unsupported.isEmpty }

    package static func check(_ text: String, facts: MarketFacts, language: Language) -> Grounding {
        let allowed = Set(statements(of: facts, in: language).map(NumberMention.normal))
        let mentions = NumberMention.all(in: text, language: language)
        return Grounding(unsupported: mentions.filter { !allowed.contains(NumberMention.normal($0)) })
    }

    /// Every way in which a fact may be told.
    private static func statements(of facts: MarketFacts, in language: Language) -> [String] {
        let prices = [facts.price, facts.low24h, facts.high24h].map {
            NumberWording.price($0, quote: facts.quote, language: language)
        }
        let volatilities = [facts.volatility24h, facts.usualVolatility].compactMap { $0 }
            .map { NumberWording.percent($0, language: language) }
        let change = facts.change24h.map { change in
            let size = NumberWording.percent(change.magnitude, language: language)
            let words = DirectionWords.of(language)
            let told = facts.direction == .up ? words.up : facts.direction == .down ? words.down : []
            return told.map { "\($0) \(size)" } + [NumberWording.percent(change, language: language, signed: true)]
        }
        // The window of which everything is told, and how much of it is missing.
        let hours = facts.hoursMissing > 0 ? ["24", "\(facts.hoursMissing)"] : ["24"]
        return prices + volatilities + (change ?? []) + hours
    }
}

/// The words that, right before a share, say which way it went.
struct DirectionWords {
    let up: [String]
    let down: [String]

    static func of(_ language: Language) -> DirectionWords {
        switch language {
        case .english: DirectionWords(up: ["up"], down: ["down"])
        case .french: DirectionWords(up: ["en hausse de"], down: ["en baisse de"])
        }
    }
}
