enum LanguageCode {
    /// The ISO 639 code in a language tag (RFC 5646): `en` of `en-US`, `fr` of `FR_ca`. `nil` for anything else, such
    /// as `English`.
    static func reduced(_ tag: String) -> String? {
        let trimmed = tag.drop { $0.isWhitespace }
        let code = trimmed.prefix { $0.isASCII && $0.isLetter }
        let next = trimmed.dropFirst(code.count).first
        guard (2...3).contains(code.count), next.map({ $0 == "-" || $0 == "_" || $0.isWhitespace }) ?? true else {
            return nil
        }
        return code.lowercased()
    }
}
