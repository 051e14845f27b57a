import Domain

/// What the news of the last day have to do with the market: their mood, and those nearest to a move. It claims no
/// cause.
enum NewsSummary {
    /// The mean mood of the articles of the last 24 hours; `nil` without one whose language is known.
    static func mood(of news: [ArchivedArticle], until now: Timestamp) -> Briefing.NewsMood? {
        let moods = news.filter { $0.orderTime > now - .hours(24) && $0.orderTime <= now }
            .compactMap { MoodModel.mood(of: $0.article.title, declared: $0.article.language)?.value }
        return moods.isEmpty
            ? nil : Briefing.NewsMood(value: moods.reduce(0, +) / Double(moods.count), count: moods.count)
    }

    /// Moves smaller than this have no articles.
    static let leastMove = 0.005
    /// Articles farther from the hour of the move are not near it.
    static let reach = Duration.hours(6)
    static let most = 3

    /// The two or three articles nearest in time and meaning to a move: each hour away counts less, and so does a
    /// headline that names no subject that moves markets, or whose mood is the opposite of the move.
    static func articles(_ news: [ArchivedArticle], near move: MarketFacts.HourMove?) -> [ArchivedArticle] {
        guard let move, abs(move.change) >= leastMove else { return [] }
        let middle = move.hour + .minutes(30)
        let scored = news.compactMap { article -> (article: ArchivedArticle, score: Double)? in
            let distance = abs((article.orderTime - middle).wholeMilliseconds)
            guard distance <= reach.wholeMilliseconds else { return nil }
            let hours = Double(distance) / 3_600_000
            let mood = MoodModel.mood(of: article.article.title, declared: article.article.language)
            let agreement = (mood?.value ?? 0) * (move.change > 0 ? 1 : -1)
            let subject = mood?.events.isEmpty == false ? 0.5 : 0
            return (article, (1 + agreement + subject) / (1 + hours))
        }
        return scored.sorted { ($0.score, $1.article.article.id.rawValue) > ($1.score, $0.article.article.id.rawValue) }
            .prefix(most).map(\.article)
    }
}
