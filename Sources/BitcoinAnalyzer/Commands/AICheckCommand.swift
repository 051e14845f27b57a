import Analysis
import ArgumentParser
import Domain
import FoundationEssentials

struct AICheckCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            "check",
            Phrase(
                "Checks texts against facts, as the texts of a language model are checked before they are shown.",
                fr: "Compare des textes à des faits, comme le sont ceux d’un modèle de langage avant d’être affichés."),
            discussion: Phrase(
                "Prints a JSON document for each text, on one line: accepted, and the reasons where not. Exits with 0 "
                    + "when all are accepted, else with 1.",
                fr:
                    "Affiche un document JSON par texte, sur une ligne\u{A0}: accepted, et reasons (les raisons) sinon. Se "
                    + "termine par 0 si tous sont acceptés, sinon par 1."))
    }

    @OptionGroup var options: CommonOptions

    @Argument(
        help: .localized(
            "JSON lines: an object with facts, then one with lang and text for each text; - for standard input.",
            fr:
                "Lignes JSON\u{A0}: un objet avec facts, puis un avec lang et text par texte\u{A0}; - pour l’entrée "
                + "standard.",
            value: Phrase("file", fr: "fichier")))
    var file: String

    struct Verdict: Encodable {
        let accepted: Bool
        let reasons: [String]
    }

    func run() throws {
        var facts: TextFacts?
        var (checked, areAllAccepted) = (0, true)
        for (index, line) in try text().textLines().enumerated() where !line.allSatisfy(\.isWhitespace) {
            let data = Data(line.utf8)
            if let given = try? JSONDecoder().decode(FactsLine.self, from: data) {
                guard given.facts.areConsistent else {
                    throw malformed(
                        index + 1,
                        Phrase(
                            "has facts that cannot be: prices above 0, low_24h at most high_24h, known labels",
                            fr: "contient des faits impossibles\u{A0}: cours supérieurs à 0, low_24h au plus high_24h, "
                                + "libellés connus"))
                }
                facts = given.facts.textFacts
                // A line may have both.
                if (try? JSONDecoder().decode(TextLine.self, from: data)) == nil { continue }
            }
            guard let line = try? JSONDecoder().decode(TextLine.self, from: data),
                let language = Language(rawValue: line.lang)
            else { throw malformed(index + 1, Phrase("is not facts or a text", fr: "n’est ni des faits ni un texte")) }
            guard let facts else {
                throw malformed(index + 1, Phrase("has no facts before it", fr: "n’est précédée d’aucun fait"))
            }
            let check = TextCheck(line.text, facts: facts, language: language)
            checked += 1
            areAllAccepted = areAllAccepted && check.isAccepted
            try StandardOutput.printLine(
                try JSONEncoder.compact.printableText(Verdict(accepted: check.isAccepted, reasons: check.reasons)))
        }
        guard checked > 0 else {
            throw CommandFailure(
                .badInput,
                Phrase(
                    "'\(file)' has no text to check", fr: "«\u{A0}\(file)\u{A0}» ne contient aucun texte à vérifier"),
                hint: Self.form)
        }
        if !areAllAccepted { throw ExitCode(1) }
    }

    private func malformed(_ line: Int, _ what: Phrase) -> CommandFailure {
        CommandFailure(
            .badInput, Phrase("line \(line) of '\(file)' ", fr: "la ligne \(line) de «\u{A0}\(file)\u{A0}» ") + what,
            hint: Self.form)
    }

    private static let form = Phrase(
        "begin with a line with facts (at least price and quote), then one with lang and text for each text",
        fr: "commencez par une ligne avec facts (au moins price et quote), puis une ligne avec lang et text par texte")

    private func text() throws -> String {
        guard file == "-" else {
            do { return String(decoding: try Data(contentsOf: URL(filePath: file)), as: UTF8.self) } catch {
                throw CommandFailure(
                    .badInput, Phrase("cannot read '\(file)'", fr: "impossible de lire «\u{A0}\(file)\u{A0}»"),
                    hint: Phrase("name a readable file", fr: "indiquez un fichier lisible"), detail: "\(error)")
            }
        }
        var text = ""
        while let line = readLine(strippingNewline: false) { text += line }
        return text
    }
}

private struct TextLine: Decodable {
    let lang: String
    let text: String
}

private struct FactsLine: Decodable {
    struct Facts: Decodable {
        let price: Double
        let quote: String
        let change24h, change7d, low24h, high24h, volatility24h, usualVolatility: Double?
        let hoursKnown, ageHours: Int?
        let asOf: Timestamp?
        let stale: Bool?
        let trend, volatility: String?

        enum CodingKeys: String, CodingKey {
            case price, quote, change24h = "change_24h", change7d = "change_7d", low24h = "low_24h"
            case high24h = "high_24h", volatility24h = "volatility_24h", usualVolatility = "usual_volatility"
            case hoursKnown = "hours_known", ageHours = "age_hours", asOf = "as_of", stale, trend, volatility
        }

        var areConsistent: Bool {
            let prices = [price, low24h, high24h].compactMap(\.self)
            let known: [String: [String]] = [
                "trend": ["bullish", "bearish", "stable"], "volatility": ["low", "normal", "high"],
            ]
            return prices.allSatisfy { $0 > 0 && $0.isFinite } && (low24h ?? 0) <= (high24h ?? .infinity)
                && trend.map { known["trend"]?.contains($0) == true } ?? true
                && volatility.map { known["volatility"]?.contains($0) == true } ?? true
        }

        var textFacts: TextFacts {
            var facts = TextFacts(price: price, quote: Quote(rawValue: quote))
            (facts.change24h, facts.change7d) = (change24h, change7d)
            (facts.low24h, facts.high24h) = (low24h, high24h)
            (facts.volatility24h, facts.usualVolatility) = (volatility24h, usualVolatility)
            facts.hoursKnown = hoursKnown
            facts.hoursMissing = hoursKnown.map { max(0, 24 - min(24, max(0, $0))) }
            (facts.asOf, facts.ageInHours) = (asOf, ageHours)
            facts.isStale = stale ?? ageHours.map { $0 > 2 } ?? false
            facts.trend = trend.map(Briefing.Trend.init(rawValue:))
            facts.volatility = volatility.map(Briefing.Volatility.init(rawValue:))
            return facts
        }
    }

    let facts: Facts
}
