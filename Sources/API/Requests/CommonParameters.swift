import Analysis
import Domain
import HTTPTypes
import Hummingbird

extension Parameter where Value == Int {
    /// The size of a page: 1 to 1000.
    static func limit(default size: Int) -> Self {
        Parameter(
            "limit", "How many items a page has at most.", schema: .integer(from: 1, to: 1000), example: "\(size)",
            requirement: "must be between 1 and 1000", absent: size, defaultText: "\(size)",
            parse: { text in integer(text).flatMap { (1...1000).contains($0) ? $0 : nil } })
    }

    /// Decimal digits only: `Int` would also read `+5`.
    private static func integer(_ text: String) -> Int? {
        text.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) } ? Int(text) : nil
    }
}

extension Parameter where Value == Timestamp? {
    static func time(_ name: String, _ description: String, example: String = "2026-01-31") -> Self {
        Parameter(
            name, description,
            schema: .timeOrDay, example: example,
            requirement: "must be a time such as 2026-01-31T09:00:00Z or 2026-01-31", absent: nil,
            parse: { text in Timestamp(rfc3339: text).map(Optional.some) })
    }
}

extension Parameter where Value == Language? {
    /// The language of texts; without it, that of `Accept-Language`, else English.
    static let language = Parameter(
        "lang", "The language of texts; without it that of Accept-Language, else English.",
        schema: .oneOf(Language.allCases.map(\.rawValue)), example: "fr", requirement: "must be fr or en", absent: nil,
        parse: { text in Language(rawValue: text).map(Optional.some) })
}

extension Parameter where Value == Cursor? {
    static let before = Parameter(
        "before", "Where the page begins: the cursor 'next' of the page before it.",
        schema: .text(matching: "^[A-Za-z0-9_-]+$", to: 512), example: "ci8xNzY5ODUwMDAwMDAwLzE",
        requirement: "must be a cursor, as in the Link header or in 'next'", absent: nil,
        parse: { text in Cursor(text: text).map(Optional.some) })
}

extension Parameter {
    /// One of some words.
    static func choice<T: Sendable>(
        _ name: String, _ description: String, among words: [String], parse: @escaping @Sendable (String) -> T?
    ) -> Parameter<T?> where Value == T? {
        Parameter<T?>(
            name, description, schema: .oneOf(words), example: words.first ?? "",
            requirement:
                "must be \(words.count == 2 ? words.joined(separator: " or ") : "one of \(words.joined(separator: ", "))")",
            absent: nil, parse: { text in parse(text).map(Optional.some) })
    }
}

extension OperationQuery {
    /// From `lang`, else from `Accept-Language`, else English.
    func language() throws(Problem) -> Language {
        try self[.language] ?? LanguageNegotiation.language(request.headers[.acceptLanguage])
    }
}
