package import Domain

/// What a user noticed: the starting point of an explanation.
package enum Symptom: String, CaseIterable, Sendable, Codable {
    /// No new candle, a stale price.
    case prices
    case news
    /// The API does not respond, or responds with an error.
    case api
    /// The page cannot be opened, or shows an error.
    case page
    /// The analysis is missing, or is the fallback one.
    case analysis

    /// From a description in either language: "the API answers 500", "le cours ne bouge plus"; `nil` when it names no
    /// known symptom.
    package init?(words: String) {
        let text = words.lowercased()
        let known: [(Symptom, [String])] = [
            (.analysis, ["analys", "fallback", "repli", "forecast", "prévision", " ai ", " ia "]),
            (.page, ["page", "dashboard", "tableau de bord", "site", "browser", "navigateur"]),
            (.api, ["api", "500", "502", "503", "endpoint", "json"]),
            (.news, ["news", "article", "feed", "actualité", "flux"]),
            (
                .prices,
                [
                    "price", "candle", "chart", "stale", "fresh", "old", "data", "cours", "prix", "bougie",
                    "chandelier", "graphique", "donnée",
                ]
            ),
        ]
        guard
            let found = Symptom(rawValue: text) ?? known.first(where: { $0.1.contains { " \(text) ".contains($0) } })?.0
        else { return nil }
        self = found
    }

    package var title: Phrase {
        switch self {
        case .prices: Phrase("no new prices", fr: "plus de nouveaux cours")
        case .news: Phrase("no new articles", fr: "plus de nouveaux articles")
        case .api: Phrase("API errors", fr: "erreurs de l’API")
        case .page: Phrase("page errors", fr: "erreurs de la page")
        case .analysis:
            Phrase(
                "analysis missing or replaced by the fallback", fr: "analyse absente ou remplacée par celle de repli")
        }
    }
}

extension Set<Symptom> {
    /// The symptoms of a stopped collection.
    static let oldData: Set<Symptom> = [.prices, .news, .page, .analysis]
    static let everything = Set(Symptom.allCases)
}
