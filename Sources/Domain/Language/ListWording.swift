extension Phrase {
    /// Names joined for a sentence: `Kraken`, `Kraken and Bitstamp`, `Kraken, Bitstamp and Bitfinex`.
    package init(list names: [String]) {
        self.init(list: names.map { Phrase(verbatim: $0) })
    }

    /// The same for translated names.
    package init(list names: [Phrase]) {
        self.init(
            Self.joined(names.map(\.english), last: " and "),
            fr: Self.joined(names.map(\.french), last: " et "))
    }

    /// A number and its noun in agreement: `1 request`, `3 requests`. In French, zero is singular.
    package init(
        count: Int, _ english: (one: String, other: String), fr french: (one: String, other: String)
    ) {
        self.init(
            "\(count) \(count == 1 ? english.one : english.other)",
            fr: "\(count)\u{A0}\(abs(count) < 2 ? french.one : french.other)")
    }

    /// `1 byte`, `3 bytes`.
    package static func bytes(_ count: Int) -> Phrase {
        Phrase(count: count, ("byte", "bytes"), fr: ("octet", "octets"))
    }

    private static func joined(_ names: [String], last: String) -> String {
        guard let final = names.last, names.count > 1 else { return names.first ?? "" }
        return names.dropLast().joined(separator: ", ") + last + final
    }
}
