import Analysis
import Domain
import FoundationEssentials

/// A line of the file of `ai check`: facts, a text about them, or both. JSONValues that are not known are ignored.
struct CheckedLine {
    /// What is wrong with a line.
    struct Fault: Error {
        /// The member, such as `facts.price`; `nil` where it is the whole line.
        let member: String?
        let problem: Phrase

        init(_ member: String?, _ problem: Phrase) { (self.member, self.problem) = (member, problem) }
    }

    private(set) var facts: TextFacts?
    private(set) var text: String?
    private(set) var language: Language?

    init(_ line: String) throws(Fault) {
        guard let document = try? JSONDecoder().decode(JSONValue.self, from: Data(line.utf8)) else {
            throw Fault(nil, Phrase("is not valid JSON", fr: "n’est pas du JSON valable"))
        }
        guard case .object(let members) = document else {
            throw Fault(
                nil,
                Phrase(
                    "is \(document.kind.english), not a JSON object",
                    fr: "est \(document.kind.french), et non un objet JSON"))
        }
        if let name = RepeatedMember.first(in: line.utf8) {
            throw Fault(
                "'\(name.printableLine(limit: 40))'",
                Phrase("stands more than once in an object", fr: "figure plus d’une fois dans un objet"))
        }
        if let given = members["facts"] {
            guard case .object(let facts) = given else { throw members["facts"].fault("facts", Expected.object) }
            self.facts = try FactMembers(facts).textFacts()
        }
        guard members["text"] != nil || members["lang"] != nil else {
            guard facts != nil else {
                throw Fault(
                    nil, Phrase("has neither facts nor a text", fr: "ne contient ni faits (facts) ni texte (text)"))
            }
            return
        }
        guard case .text(let code)? = members["lang"], let language = Language(rawValue: code) else {
            throw members["lang"].fault("lang", Expected.language)
        }
        guard case .text(let text)? = members["text"] else {
            throw members["text"].fault("text", Expected.text)
        }
        (self.text, self.language) = (text, language)
    }
}

extension JSONValue {
    fileprivate var kind: Phrase {
        switch self {
        case .null: Phrase("null", fr: "null")
        case .boolean: Phrase("a boolean", fr: "un booléen")
        case .array: Phrase("a list", fr: "une liste")
        case .number: Phrase("a number", fr: "un nombre")
        case .text: Phrase("a text", fr: "un texte")
        case .object: Phrase("an object", fr: "un objet")
        }
    }
}

extension JSONValue? {
    /// That it is not what was expected, or is missing.
    fileprivate func fault(_ name: String, _ expected: Phrase) -> CheckedLine.Fault {
        let got: Phrase =
            switch self {
            case nil: Phrase(", and is missing", fr: ", et est absent")
            case .number(let number)?: Phrase(" (got \(number))", fr: " (reçu\u{A0}: \(number))")
            case .text(let text)?:
                Phrase(
                    " (got the text \"\(text.condensedLine(limit: 40))\")",
                    fr: " (reçu\u{A0}: le texte «\u{A0}\(text.condensedLine(limit: 40))\u{A0}»)")
            case let value?: Phrase(" (got \(value.kind.english))", fr: " (reçu\u{A0}: \(value.kind.french))")
            }
        return CheckedLine.Fault(name, Phrase("must be ", fr: "doit être ") + expected + got)
    }
}

private enum Expected {
    static let object = Phrase("an object", fr: "un objet")
    static let text = Phrase("a text", fr: "un texte")
    static let language = Phrase("\"en\" or \"fr\"", fr: "«\u{A0}en\u{A0}» ou «\u{A0}fr\u{A0}»")
    static let price = Phrase("a number above 0", fr: "un nombre supérieur à 0")
    static let share = Phrase("a number of 0 or more", fr: "un nombre positif ou nul")
    static let change = Phrase(
        "a number above -1, such as -0.012 for -1.2 %",
        fr: "un nombre supérieur à -1, comme -0.012 pour -1,2\u{A0}%")
    static let count = Phrase("a whole number of 0 or more", fr: "un entier positif ou nul")
    static let moment = Phrase(
        "a time such as 2026-11-20T14:00:00Z", fr: "un moment comme 2026-11-20T14:00:00Z")
    static let boolean = Phrase("true or false", fr: "true ou false")
    static let quote = Phrase("the code of a currency, such as USD", fr: "un code de monnaie, comme USD")

    static func one(of values: [String]) -> Phrase {
        let list = values.map { "\"\($0)\"" }.joined(separator: ", ")
        return Phrase("one of \(list)", fr: "l’une des valeurs \(list)")
    }
}

/// The members of `facts`.
private struct FactMembers {
    private let members: [String: JSONValue]

    init(_ members: [String: JSONValue]) { self.members = members }

    func textFacts() throws(CheckedLine.Fault) -> TextFacts {
        guard let price = try number("price", Expected.price, where: { $0 > 0 }) else {
            throw fault("price", Expected.price)
        }
        guard
            let quote = try text(
                "quote", Expected.quote, where: { (2...10).contains($0.count) && $0.allSatisfy(\.isLetter) })
        else { throw fault("quote", Expected.quote) }
        var facts = TextFacts(price: price, quote: Quote(rawValue: quote))
        func change(_ name: String) throws(CheckedLine.Fault) -> Double? {
            try number(name, Expected.change, where: { $0 > -1 })
        }
        func share(_ name: String) throws(CheckedLine.Fault) -> Double? {
            try number(name, Expected.share, where: { $0 >= 0 })
        }
        (facts.change24h, facts.change7d) = (try change("change_24h"), try change("change_7d"))
        facts.low24h = try number("low_24h", Expected.price, where: { $0 > 0 })
        facts.high24h = try number("high_24h", Expected.price, where: { $0 > 0 })
        if let low = facts.low24h, let high = facts.high24h, low > high {
            throw fault(
                "low_24h", Phrase("at most high_24h, which is \(high)", fr: "au plus égal à high_24h, qui vaut \(high)")
            )
        }
        (facts.volatility24h, facts.usualVolatility) = (try share("volatility_24h"), try share("usual_volatility"))
        facts.hoursKnown = try count("hours_known")
        facts.hoursMissing = facts.hoursKnown.map { max(0, 24 - min(24, $0)) }
        facts.ageInHours = try count("age_hours")
        if let text = try text("as_of", Expected.moment, where: { Timestamp(rfc3339: $0) != nil }) {
            facts.asOf = Timestamp(rfc3339: text)
        }
        facts.isStale = try boolean("stale") ?? facts.ageInHours.map { $0 > 2 } ?? false
        facts.trend = try label("trend", ["bullish", "bearish", "stable"]).map(Briefing.Trend.init(rawValue:))
        facts.volatility = try label("volatility", ["low", "normal", "high"]).map(Briefing.Volatility.init(rawValue:))
        return facts
    }

    private func fault(_ name: String, _ expected: Phrase) -> CheckedLine.Fault {
        members[name].fault("facts.\(name)", expected)
    }

    /// `nil` for what is not known: `null`, or nothing.
    private func value(_ name: String) -> JSONValue? {
        switch members[name] {
        case nil, .null?: nil
        case let member?: member
        }
    }

    private func number(_ name: String, _ expected: Phrase, where isValid: (Double) -> Bool) throws(CheckedLine.Fault)
        -> Double?
    {
        guard let value = value(name) else { return nil }
        guard case .number(let number) = value, number.isFinite, isValid(number) else { throw fault(name, expected) }
        return number
    }

    private func count(_ name: String) throws(CheckedLine.Fault) -> Int? {
        try number(name, Expected.count, where: { (0...1_000_000).contains($0) && $0 == $0.rounded() }).map { Int($0) }
    }

    private func text(_ name: String, _ expected: Phrase, where isValid: (String) -> Bool) throws(CheckedLine.Fault)
        -> String?
    {
        guard let value = value(name) else { return nil }
        guard case .text(let text) = value, isValid(text) else { throw fault(name, expected) }
        return text
    }

    private func label(_ name: String, _ values: [String]) throws(CheckedLine.Fault) -> String? {
        try text(name, Expected.one(of: values), where: values.contains)
    }

    private func boolean(_ name: String) throws(CheckedLine.Fault) -> Bool? {
        switch value(name) {
        case nil: nil
        case .boolean(let boolean)?: boolean
        default: throw fault(name, Expected.boolean)
        }
    }
}
