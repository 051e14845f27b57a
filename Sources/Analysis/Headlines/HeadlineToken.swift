/// A word, number or mark of a headline.
package enum HeadlineToken: Hashable, Sendable {
    /// In lower case, without accents; elisions (`l’`) and the parts of hyphenated words are words of their own.
    case word(String)
    case number(HeadlineNumber)
    case comma
    /// The end of a statement: `.`, `;`, `:`, a dash between spaces.
    case stop
    case question

    var word: String? { if case .word(let word) = self { word } else { nil } }
    var number: HeadlineNumber? { if case .number(let number) = self { number } else { nil } }
    /// Whether it separates statements or parts of one.
    var isMark: Bool { self == .comma || self == .stop || self == .question }
}

/// A number as a headline writes it: `$1.05 billion`, `1,05 milliard de dollars`, `25 %`.
package struct HeadlineNumber: Hashable, Sendable {
    package enum Unit: Hashable, Sendable {
        case none, percent
        /// An amount of money of whichever currency.
        case money
    }

    /// With its multiplier: `1.05 billion` is 1,050,000,000.
    package let value: Double
    package let unit: Unit
    /// 1 or −1 where a sign is written directly before it, else 0.
    package let sign: Int
}
