import Analysis
import Domain
import Foundation
import Testing

/// Texts with the facts that they are about, and whether those support them.
struct GroundingCase {
    let facts: TextFacts
    let language: Language
    let text: String
    let isRight: Bool
    /// `seen` or `counted` of texts that were written before the check.
    let half: String?

    private struct Line: Decodable {
        struct Facts: Decodable {
            let price: Double
            let quote: String
            let change_24h, change_7d, low_24h, high_24h, volatility_24h, usual_volatility: Double?
            let hours_known, age_hours: Int?
            let trend, volatility, as_of: String?
        }

        let facts: Facts?
        let lang, text, expected, half: String?
    }

    static func own(_ name: String) throws -> [GroundingCase] {
        try all(in: URL(filePath: #filePath).deletingLastPathComponent().appending(path: name).path)
    }

    static func all(in file: String) throws -> [GroundingCase] {
        var (facts, cases) = (TextFacts(price: 0, quote: .usd), [GroundingCase]())
        for text in try String(contentsOfFile: file, encoding: .utf8).split(separator: "\n") {
            let line = try JSONDecoder().decode(Line.self, from: Data(text.utf8))
            if let given = line.facts {
                facts = try textFacts(given)
                continue
            }
            cases.append(
                GroundingCase(
                    facts: facts, language: try #require(line.lang.flatMap(Language.init(rawValue:))),
                    text: try #require(line.text), isRight: line.expected == "accept", half: line.half))
        }
        return cases
    }

    private static func textFacts(_ given: Line.Facts) throws -> TextFacts {
        var facts = TextFacts(price: given.price, quote: Quote(rawValue: given.quote))
        (facts.change24h, facts.change7d) = (given.change_24h, given.change_7d)
        (facts.low24h, facts.high24h) = (given.low_24h, given.high_24h)
        (facts.volatility24h, facts.usualVolatility) = (given.volatility_24h, given.usual_volatility)
        (facts.hoursKnown, facts.hoursMissing) = (given.hours_known, given.hours_known.map { 24 - $0 })
        facts.trend = given.trend.map(Briefing.Trend.init(rawValue:))
        facts.volatility = given.volatility.map(Briefing.Volatility.init(rawValue:))
        facts.asOf = try given.as_of.map { try #require(Timestamp(rfc3339: $0)) }
        (facts.ageInHours, facts.isStale) = (given.age_hours, given.age_hours.map { $0 > 2 } ?? false)
        return facts
    }
}

extension [GroundingCase] {
    /// The wrong texts that are accepted.
    var wrongAccepted: [String] {
        filter { !$0.isRight && TextCheck($0.text, facts: $0.facts, language: $0.language).isAccepted }.map(\.text)
    }

    /// The right texts that are refused, with the reasons.
    var rightRefused: [String] {
        compactMap { text in
            guard text.isRight else { return nil }
            let check = TextCheck(text.text, facts: text.facts, language: text.language)
            return check.isAccepted ? nil : "\(text.text): \(check.reasons)"
        }
    }

    var right: Int { count { $0.isRight } }
    var wrong: Int { count { !$0.isRight } }
}

extension TextFacts {
    /// Facts of which not one is the same, and of which every direction, comparison and label is another.
    var altered: TextFacts {
        var facts = self
        facts.price = price * 1.37
        if let change24h { facts.change24h = abs(change24h) > 0.01 ? -change24h * 2.2 : change24h > 0 ? -0.063 : 0.063 }
        facts.change24h = facts.change24h ?? 0.021
        facts.change7d = change7d.map { -$0 * 1.7 } ?? 0.031
        if let low24h, let high24h {
            let place = (price - low24h) / (high24h - low24h)
            let width = facts.price * 0.09
            facts.low24h = facts.price - width * (place > 0.35 && place < 0.65 ? 0.95 : place < 0.5 ? 0.9 : 0.1)
            facts.high24h = facts.low24h.map { $0 + width }
        }
        let ratio = volatility24h.flatMap { now in usualVolatility.map { now / $0 } } ?? 0
        let usual = (usualVolatility ?? 0.02) * 1.33
        (facts.usualVolatility, facts.volatility24h) = (usual, usual * (ratio > 1.01 ? 0.45 : 2.3))
        facts.volatility = volatility == .high || (volatility == .normal && ratio >= 1) ? .low : .high
        let isRise = facts.change24h.map { $0 > 0 } ?? true
        facts.trend = trend == .bullish ? .bearish : trend == .bearish ? .bullish : isRise ? .bullish : .bearish
        facts.hoursKnown = hoursKnown == 24 ? 20 : hoursKnown == 1 ? 12 : 24
        facts.hoursMissing = facts.hoursKnown.map { 24 - $0 }
        facts.ageInHours = ageInHours.map { $0 + 50 }
        return facts
    }
}
