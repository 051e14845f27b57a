package import Domain

/// The name of an analysis: the end of its hour, and its language: `20261126T14-en`.
package struct AnalysisID: Hashable, Sendable {
    package let hour: Timestamp
    package let language: Language

    package init(hour: Timestamp, language: Language) {
        (self.hour, self.language) = (hour, language)
    }

    /// `nil` for what is no such name.
    package init?(_ text: String) {
        let parts = text.split(separator: "-").map(String.init)
        guard parts.count == 2, parts[0].utf8.count == 11, let language = Language(rawValue: parts[1]) else {
            return nil
        }
        let digits = parts[0]
        func part(_ start: Int, _ count: Int) -> Substring { digits.dropFirst(start).prefix(count) }
        guard let hour = Timestamp(rfc3339: "\(part(0, 4))-\(part(4, 2))-\(part(6, 2))T\(part(9, 2)):00:00Z") else {
            return nil
        }
        self.init(hour: hour, language: language)
        guard self.text == text else { return nil }
    }

    package var text: String {
        "\(hour.rfc3339.prefix(13).filter { $0 != "-" })-\(language.rawValue)"
    }
}
