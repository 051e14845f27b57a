package import Domain

/// Reads a finished text as free text, and accepts it when every sentence can be read as statements that the facts
/// support, each number bound to what it is said of.
///
/// Strict where it must be: an unknown word refuses, and so does a known one in a place that has no reading. So there
/// is no cause, forecast, advice, record, negation or number that no fact states. Independent of how a text was made.
package struct TextCheck: Hashable, Sendable {
    /// Why the text is refused, in English; empty when it is accepted.
    package let reasons: [String]
    package var isAccepted: Bool { reasons.isEmpty }

    /// The longest text that is read, in characters.
    package static let longest = 1000

    package init(_ text: String, facts: TextFacts, language: Language) {
        var reasons: [String] = []
        if text.count > Self.longest {
            reasons = ["the text has more than \(Self.longest) characters"]
        } else {
            do throws(TextLexer.Refusal) {
                let sentences = Self.sentences(try TextLexer.pieces(text, language))
                if sentences.isEmpty { reasons.append("the text says nothing") }
                let quotes = [facts.quote, facts.otherQuote].compactMap(\.self)
                let age = facts.isStale ? facts.ageInHours : nil
                var context = Clause.Context()
                for pieces in sentences {
                    let tokens = try TextReader(pieces, language, quotes: quotes, age: age).tokens()
                    if let reason = Self.fault(tokens, facts, &context) { reasons.append(reason) }
                }
            } catch {
                reasons.append(error.reason)
            }
        }
        self.reasons = reasons
    }

    /// Why no reading of a sentence is true; `nil` where one is.
    private static func fault(
        _ tokens: [TextToken], _ facts: TextFacts, _ context: inout Clause.Context
    ) -> String? {
        var reason: String?
        for variant in SentenceParts.variants(tokens) {
            // "It is higher than usual" may go on about the volatility.
            for before in context == Clause.Context() ? [context] : [Clause.Context(), context] {
                var reading = SentenceReading(variant, facts: facts)
                if reading.isTrue(after: before) {
                    context = reading.last
                    return nil
                }
                reason = reason ?? reading.reason
            }
        }
        return reason
    }

    private static func sentences(_ pieces: [TextLexer.Piece]) -> [[TextLexer.Piece]] {
        pieces.split { [.punctuation("."), .punctuation("!"), .punctuation("?")].contains($0) }.map(
            Array.init)
    }
}
