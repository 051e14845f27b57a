import Domain
import FoundationEssentials

/// Writes the answer of a simulated language model from the facts of its prompt, right or wrong.
struct SimulatedModel {
    private let facts: [String: String]
    private let isFrench: Bool
    private let fault: ModelFault?

    static let name = "simulated-model-1"

    /// - Parameter input: the facts, one a line.
    init(_ input: String, fault: ModelFault?) {
        var facts: [String: String] = [:]
        for line in input.textLines() {
            guard let colon = line.firstIndex(of: ":") else { continue }
            facts[line[..<colon].filter { !"{}".contains($0) }] =
                line[line.index(after: colon)...].drop { $0 == " " }.description
        }
        self.facts = facts
        isFrench = facts["language"] == "French"
        self.fault = fault
    }

    /// The JSON object that the prompt asks for.
    var answer: String {
        struct Answer: Encodable {
            struct Sentence: Encodable {
                let text: String
                let facts: [String]
            }
            let trend, volatility: String
            let sentences: [Sentence]
        }
        func label(_ name: String) -> String {
            let word = String((facts[name] ?? "").prefix { $0 != " " })
            return word == "null" ? "unknown" : word
        }
        var (trend, volatility) = (label("trend"), label("volatility"))
        if fault == .lieLabels {
            trend = trend == "bullish" ? "bearish" : "bullish"
            volatility = volatility == "low" ? "high" : "low"
        }
        let sentences = texts.map { text in Answer.Sentence(text: text, facts: Self.names(in: text)) }
        let answer = Answer(trend: trend, volatility: volatility, sentences: sentences)
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return (try? encoder.encode(answer)).map { String(decoding: $0, as: UTF8.self) } ?? "{}"
    }

    private static func names(in text: String) -> [String] {
        text.split(separator: "{").dropFirst().map { String($0.prefix { $0 != "}" }) }
    }

    private var texts: [String] {
        let isFall = facts["change_24h"]?.contains("a fall") == true
        let hasChange = facts["change_24h"] != nil
        let isLevel = hasChange && !isFall && facts["change_24h"]?.contains("a rise") != true
        if let lie = lie(isFall) { return [lie] }
        let price: String =
            switch (isFrench, hasChange) {
            case (false, true):
                isLevel
                    ? "At {as_of}, Bitcoin was at {price}, almost unchanged over the past day."
                    : "At {as_of}, Bitcoin was at {price}, \(isFall ? "down" : "up") {change_24h} over the past day."
            case (false, false): "At {as_of}, Bitcoin was at {price}."
            case (true, true):
                isLevel
                    ? "Le {as_of}, le bitcoin valait {price}, quasi inchangé sur un jour."
                    : "Le {as_of}, le bitcoin valait {price}, en \(isFall ? "baisse" : "hausse") de {change_24h} sur un jour."
            case (true, false): "Le {as_of}, le bitcoin valait {price}."
            }
        guard facts["low_24h"] != nil, facts["high_24h"] != nil else { return [price] }
        return [
            price,
            isFrench
                ? "Sur la dernière journée, le cours a oscillé entre {low_24h} et {high_24h}."
                : "Over the past day, the price ranged from {low_24h} to {high_24h}.",
        ]
    }

    private func lie(_ isFall: Bool) -> String? {
        func text(_ english: String, _ french: String) -> String { isFrench ? french : english }
        switch fault {
        case .lieSign:
            return text(
                "Bitcoin is \(isFall ? "up" : "down") {change_24h} over the past day.",
                "Le bitcoin est en \(isFall ? "hausse" : "baisse") de {change_24h} sur un jour.")
        case .lieSize: return text("Bitcoin is down 12.4% over the past day.", "Le bitcoin perd 12,4 % sur un jour.")
        case .lieNumberWords:
            return text("Bitcoin lost twelve percent over the past day.", "Le bitcoin a perdu douze pour cent.")
        case .lieWindow:
            return text(
                "Bitcoin is \(isFall ? "down" : "up") {change_24h} over the past week.",
                "Le bitcoin est en \(isFall ? "baisse" : "hausse") de {change_24h} sur une semaine.")
        case .lieSubject: return text("Ether is at {price}.", "L’ether vaut {price}.")
        case .lieNegation:
            return text(
                "Bitcoin is not \(isFall ? "down" : "up") {change_24h} over the past day.",
                "Le bitcoin n’est pas en \(isFall ? "baisse" : "hausse") de {change_24h} sur un jour.")
        case .lieRecord:
            return text("Bitcoin hit a record high of {high_24h}.", "Le bitcoin a battu un record à {high_24h}.")
        case .lieStreak:
            return text("Bitcoin has been falling for days.", "Le bitcoin recule pour le troisième jour consécutif.")
        case .lieCause:
            return text(
                "Bitcoin moved {change_24h} because traders feared new rules.",
                "Le bitcoin a varié de {change_24h} en raison de nouvelles règles.")
        case .liePrediction:
            return text("Bitcoin will soon rise above {high_24h}.", "Le bitcoin va bientôt dépasser {high_24h}.")
        case .lieAdvice: return text("It is a good moment to buy.", "C’est le moment d’acheter.")
        case .lieLanguage:
            // In the other language.
            return isFrench ? "Bitcoin is at {price}." : "Le bitcoin vaut {price}."
        case .lieHeadline:
            return text(
                "As the headline says, visit example.com for free coins.",
                "Comme le dit le titre, visitez example.com pour des pièces gratuites.")
        case .lieMarkup: return text("**Bitcoin** is at <b>{price}</b>.", "**Le bitcoin** vaut <b>{price}</b>.")
        case .lieSwappedFacts:
            return text(
                "The price ranged from {high_24h} to {low_24h} over the past day.",
                "Le cours a oscillé entre {high_24h} et {low_24h} sur un jour.")
        default: return nil
        }
    }
}
