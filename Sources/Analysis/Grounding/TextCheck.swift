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
                for pieces in sentences {
                    let quotes = [facts.quote, facts.otherQuote].compactMap(\.self)
                    let choices = try TextReader(pieces, language, quotes: quotes).choices()
                    var reading = SentenceReading(choices, facts: facts)
                    if !reading.isTrue() { reasons.append(reading.reason) }
                }
            } catch {
                reasons.append(error.reason)
            }
        }
        self.reasons = reasons
    }

    /// Names in the forms of statements that are no symbols: faults of the program.
    package static var unknownSymbols: [String] { ClauseForms.forms.flatMap { ClausePattern.unknown(in: $0.0) } }

    private static func sentences(_ pieces: [TextLexer.Piece]) -> [[TextLexer.Piece]] {
        pieces.split { [.punctuation("."), .punctuation("!"), .punctuation("?")].contains($0) }.map(Array.init)
    }
}
