package import Domain

/// What somebody noticed, and the search for a cause starts from.
package enum Symptom: String, CaseIterable, Sendable, Codable {
    /// No new candle, an old price.
    case prices
    case news
    /// The API does not answer, or with an error.
    case api
    /// The page cannot be opened, or shows an error.
    case page
    /// The analysis is missing, or not the one that was asked for.
    case analysis

    /// From a person's words in either language: "the API answers 500", "le cours ne bouge plus". `nil` when they name nothing known.
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
                    "price", "candle", "chart", "stale", "fresh", "old", "data", "cours", "prix", "bougie", "graphique",
                    "donnée",
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
        case .api: Phrase("the API does not answer as it should", fr: "l'API ne répond pas comme il faut")
        case .page: Phrase("the page does not show what it should", fr: "la page ne montre pas ce qu'elle devrait")
        case .analysis:
            Phrase("the analysis is not the one that was asked for", fr: "l'analyse n'est pas celle qui était demandée")
        }
    }
}

extension Set<Symptom> {
    /// What somebody sees when nothing is collected any more.
    static let oldData: Set<Symptom> = [.prices, .news, .page, .analysis]
    static let everything = Set(Symptom.allCases)
}
