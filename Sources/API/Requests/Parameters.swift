import Domain
import Hummingbird

/// The query of a request, read strictly: what cannot be meant is refused with a sentence that says what can.
struct Parameters {
    private let request: Request

    init(_ request: Request) { self.request = request }

    func text(_ name: String) -> String? {
        request.uri.queryParameters[name[...]].map(String.init).flatMap { $0.isEmpty ? nil : $0 }
    }

    /// 1 to 1000.
    func limit(default usual: Int) throws(Problem) -> Int {
        guard let text = text("limit") else { return usual }
        guard let limit = Int(text), (1...1000).contains(limit) else {
            throw .invalidParameter("limit is '\(text.prefix(40))', and must be a whole number from 1 to 1000")
        }
        return limit
    }

    func time(_ name: String) throws(Problem) -> Timestamp? {
        guard let text = text(name) else { return nil }
        guard let time = Timestamp(rfc3339: text) else {
            throw .invalidParameter(
                "\(name) is '\(text.prefix(40))', and must be a time as in 2026-01-31T09:00:00Z or 2026-01-31")
        }
        return time
    }

    func interval() throws(Problem) -> Interval {
        guard let text = text("interval") else { return .oneHour }
        guard let interval = Interval(rawValue: text) else {
            throw .invalidParameter(
                "interval is '\(text.prefix(40))', and must be one of \(Interval.allCases.map(\.rawValue).joined(separator: ", "))"
            )
        }
        return interval
    }

    /// Given by `lang`, else by `Accept-Language`, else English.
    func language() throws(Problem) -> Language {
        guard let text = text("lang") else { return LanguageNegotiation.language(request.headers[.acceptLanguage]) }
        guard let language = Language(rawValue: text) else {
            throw .invalidParameter("lang is '\(text.prefix(40))', and must be fr or en")
        }
        return language
    }

    func cursor() throws(Problem) -> Cursor? {
        guard let text = text("before") else { return nil }
        guard let cursor = Cursor(text: text) else {
            throw .invalidParameter(
                "before is not a cursor that this service has given out; take it from the Link header or from 'next'")
        }
        return cursor
    }

    /// A language to filter by: two or three letters (ISO 639).
    func newsLanguage() throws(Problem) -> String? {
        guard let text = text("lang") else { return nil }
        guard (2...3).contains(text.utf8.count),
            text.utf8.allSatisfy({ (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0) })
        else {
            throw .invalidParameter("lang is '\(text.prefix(40))', and must be a language code such as fr or en")
        }
        return text
    }
}
