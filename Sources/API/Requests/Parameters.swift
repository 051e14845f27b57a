import Analysis
import Domain
import Hummingbird

/// The query parameters of a request, parsed strictly: an invalid value is an error that says what is valid.
struct Parameters {
    private let request: Request

    init(_ request: Request) { self.request = request }

    func text(_ name: String) -> String? {
        request.uri.queryParameters[name[...]].map(String.init).flatMap { $0.isEmpty ? nil : $0 }
    }

    /// 1 to 1000.
    func limit(default: Int) throws(Problem) -> Int {
        guard let text = text("limit") else { return `default` }
        guard let limit = Int(text), (1...1000).contains(limit) else {
            throw .invalid("limit", "must be between 1 and 1000", text)
        }
        return limit
    }

    func time(_ name: String) throws(Problem) -> Timestamp? {
        guard let text = text(name) else { return nil }
        guard let time = Timestamp(rfc3339: text) else {
            throw .invalid(name, "must be a time such as 2026-01-31T09:00:00Z or 2026-01-31", text)
        }
        return time
    }

    func interval() throws(Problem) -> Interval {
        guard let text = text("interval") else { return .oneHour }
        guard let interval = Interval(rawValue: text) else {
            throw .invalid(
                "interval", "must be one of \(Interval.allCases.map(\.rawValue).joined(separator: ", "))", text)
        }
        return interval
    }

    /// The names of indicators, each once.
    func indicators() throws(Problem) -> [IndicatorName] {
        let text = text("names") ?? IndicatorQuery.usualNames
        var names: [IndicatorName] = []
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            guard let name = IndicatorName(part) else {
                let kinds = IndicatorName.Kind.allCases.map(\.rawValue).joined(separator: ", ")
                throw .invalid(
                    "names",
                    "must be a list of \(kinds), each but macd with a period from "
                        + "\(IndicatorName.periods.lowerBound) to \(IndicatorName.periods.upperBound), "
                        + "such as sma20,rsi14",
                    String(part))
            }
            if !names.contains(name) { names.append(name) }
        }
        guard names.count <= IndicatorQuery.maxNames else {
            throw .invalid("names", "must be at most \(IndicatorQuery.maxNames) indicators", text)
        }
        return names
    }

    /// From `lang`, else from `Accept-Language`, else English.
    func language() throws(Problem) -> Language {
        guard let text = text("lang") else { return LanguageNegotiation.language(request.headers[.acceptLanguage]) }
        guard let language = Language(rawValue: text) else {
            throw .invalid("lang", "must be fr or en", text)
        }
        return language
    }

    func cursor() throws(Problem) -> Cursor? {
        guard let text = text("before") else { return nil }
        guard let cursor = Cursor(text: text) else {
            throw .invalid("before", "must be a cursor, as in the Link header or in 'next'", text)
        }
        return cursor
    }

    /// The tone of stories.
    func mood() throws(Problem) -> Mood.Tone? {
        guard let text = text("mood") else { return nil }
        guard let tone = Mood.Tone(rawValue: text) else {
            throw .invalid(
                "mood", "must be one of \(Mood.Tone.allCases.map(\.rawValue).joined(separator: ", "))", text)
        }
        return tone
    }

    /// The language of articles: an ISO 639 code of two or three letters.
    func newsLanguage() throws(Problem) -> String? {
        guard let text = text("lang") else { return nil }
        guard (2...3).contains(text.utf8.count),
            text.utf8.allSatisfy({ (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0) })
        else {
            throw .invalid("lang", "must be a language code such as fr or en", text)
        }
        return text
    }
}

extension Problem {
    /// - Parameters:
    ///   - requirement: what is valid: `must be fr or en`.
    ///   - value: what the client sent; shown on one line, shortened.
    static func invalid(_ name: String, _ requirement: String, _ value: String) -> Problem {
        .invalidParameter("\(name) \(requirement) (got '\(value.printableLine(limit: 40))')")
    }

    /// - Parameter path: the list whose cursors are valid.
    static func foreignCursor(_ path: String) -> Problem {
        .invalidParameter("before must be a cursor of this list; use one from a response of \(path)")
    }
}
