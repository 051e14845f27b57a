package import Domain

/// Checks that every number of a text is one of the facts, formatted by ``NumberWording``: with its currency or percent
/// sign and, for the change, with its direction.
///
/// Strict: a number with another rounding, without its unit or with another meaning is unsupported. It does not detect
/// numbers in words ("a third") or a correct number in a false sentence.
package struct Grounding: Hashable, Sendable {
    /// The numbers of the text that are not facts, as written.
    package let unsupported: [String]
    package var isGrounded: Bool { unsupported.isEmpty }

    package static func check(_ text: String, facts: MarketFacts, language: Language) -> Grounding {
        let allowed = Set(statements(of: facts, in: language).map(NumberMention.normalized))
        let mentions = NumberMention.all(in: text, language: language)
        return Grounding(unsupported: mentions.filter { !allowed.contains(NumberMention.normalized($0)) })
    }

    /// All allowed spellings of the facts.
    private static func statements(of facts: MarketFacts, in language: Language) -> [String] {
        let prices = [facts.price, facts.low24h, facts.high24h].map {
            NumberWording.price($0, quote: facts.quote, language: language)
        }
        let volatilities = [facts.volatility24h, facts.baselineVolatility].compactMap { $0 }
            .map { NumberWording.percent($0, language: language) }
        let change = facts.change24h.map { change in
            let size = NumberWording.percent(change.magnitude, language: language)
            let words = DirectionWords.of(language)
            let allowed = facts.direction == .up ? words.up : facts.direction == .down ? words.down : []
            return allowed.map { "\($0) \(size)" } + [NumberWording.percent(change, language: language, signed: true)]
        }
        // The window of the facts in hours, and how many of them are missing.
        let hours = facts.hoursMissing > 0 ? ["24", "\(facts.hoursMissing)"] : ["24"]
        return prices + volatilities + (change ?? []) + hours
    }
}

/// The words before a percentage that state its direction.
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
