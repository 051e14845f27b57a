/// The mood of a headline and what it rests on.
package struct Mood: Hashable, Sendable {
    /// A word or phrase and what it adds, −1 to 1, before the sum is bounded.
    package struct Reason: Hashable, Sendable {
        /// As the headline has it; a direction with what moves: `Net loss … narrowed`.
        package let text: String
        package let weight: Double
    }

    package enum Tone: String, CaseIterable, Hashable, Sendable {
        case positive, neutral, negative
    }

    /// −1 (bad) to 1 (good); 0 for a text without direction.
    package let value: Double
    /// In the order of the text.
    package let reasons: [Reason]
    package let events: Set<NewsEvent>

    package static let threshold = 0.15

    package var tone: Tone { Self.tone(of: value) }

    /// Neutral between −``threshold`` and ``threshold``.
    package static func tone(of value: Double) -> Tone {
        value >= threshold ? .positive : value <= -threshold ? .negative : .neutral
    }

    static let none = Mood(value: 0, reasons: [], events: [])
}
