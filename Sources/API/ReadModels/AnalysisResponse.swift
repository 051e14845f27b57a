package import Domain

/// `GET /v1/analysis`. What is not known is `null`.
package struct AnalysisResponse: Codable, Hashable, Sendable {
    /// Of the closed hour and the language; see ``AnalysisID``.
    package var id: String?
    package var text: String
    package var language: Language
    /// Of the last 24 hours: what the price did, not what it will do.
    package var trend: Briefing.Trend?
    package var trend7d: Briefing.Trend?
    package var volatility: Briefing.Volatility?
    package var facts: AnalysisFacts
    package var forecast: ForecastResponse?
    /// The mean mood of the news of the last 24 hours, −1 to 1, and how many stories it is of.
    package var newsMood: Double?
    package var newsCount: Int?
    /// The articles nearest in time and meaning to the largest move of the last 24 hours.
    package var articles: [NearbyArticle]?
    package var provider: String
    package var model: String
    package var grounded: Bool
    /// Why a language model that was asked for did not answer; `nil` where none was.
    package var fallbackReason: String?
    /// The close of the newest hour that it rests on.
    package var asOf: Timestamp
    /// Whether that is longer ago than ``PriceFreshness`` allows.
    package var stale: Bool?
    /// How earlier analyses turned out.
    package var trackRecord: TrackRecordResponse?
    package var simulated: Bool
    /// The last moment at which it is not stale, or the next at which its age has another number; not sent.
    package var validUntil: Timestamp?

    /// An article near a move.
    package struct NearbyArticle: Codable, Hashable, Sendable {
        package var title: String
        package var link: String
        package var publisher: String
        package var published: Timestamp
    }

    /// Where the close in 24 hours is expected, in 80 and in 95 of 100 cases.
    package struct ForecastResponse: Codable, Hashable, Sendable {
        package var low80: Double
        package var high80: Double
        package var low95: Double
        package var high95: Double
        package var horizonHours: Int
        /// The moment of that close.
        package var closesAt: Timestamp

        enum CodingKeys: String, CodingKey {
            case low80, high80, low95, high95, horizonHours = "horizon_hours", closesAt = "closes_at"
        }
    }

    package init(
        _ briefing: Briefing, simulated: Bool, freshness: PriceFreshness? = nil, fallbackReason: ModelOutcome? = nil
    ) {
        id = AnalysisID(hour: briefing.asOf, language: briefing.language).text
        text = briefing.text
        language = briefing.language
        trend = briefing.trend
        trend7d = briefing.trend7d
        volatility = briefing.volatility
        facts = AnalysisFacts(briefing.facts)
        forecast = briefing.forecast.map {
            ForecastResponse(
                low80: $0.low80, high80: $0.high80, low95: $0.low95, high95: $0.high95, horizonHours: 24,
                closesAt: briefing.asOf + PriceRange.horizon)
        }
        newsMood = briefing.newsMood?.value
        newsCount = briefing.newsMood?.count
        articles = briefing.articles.map {
            NearbyArticle(
                title: $0.article.title, link: $0.article.link, publisher: $0.article.publisher,
                published: $0.orderTime)
        }
        provider = briefing.provider
        model = briefing.model
        grounded = briefing.grounded
        self.fallbackReason = fallbackReason?.rawValue
        asOf = briefing.asOf
        stale = briefing.facts.isStale
        self.simulated = simulated
        let hours = briefing.facts.age.components.seconds / 3600
        validUntil = briefing.facts.isStale ? asOf + .hours(hours + 1) : freshness?.freshUntil(asOf)
    }

    enum CodingKeys: String, CodingKey {
        case id, text, language, trend, trend7d = "trend_7d", volatility, facts, forecast, newsMood = "news_mood"
        case newsCount = "news_count", articles, provider, model, grounded, fallbackReason = "fallback_reason"
        case asOf = "as_of", stale, trackRecord = "track_record", simulated
    }

    /// With `null` for what is not known.
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(id, forKey: .id)
        try container.encode(text, forKey: .text)
        try container.encode(language, forKey: .language)
        try container.encode(trend, forKey: .trend)
        try container.encode(trend7d, forKey: .trend7d)
        try container.encode(volatility, forKey: .volatility)
        try container.encode(facts, forKey: .facts)
        try container.encode(forecast, forKey: .forecast)
        try container.encode(newsMood, forKey: .newsMood)
        try container.encode(newsCount, forKey: .newsCount)
        try container.encode(articles ?? [], forKey: .articles)
        try container.encode(provider, forKey: .provider)
        try container.encode(model, forKey: .model)
        try container.encode(grounded, forKey: .grounded)
        try container.encode(fallbackReason, forKey: .fallbackReason)
        try container.encode(asOf, forKey: .asOf)
        try container.encode(stale, forKey: .stale)
        try container.encode(trackRecord, forKey: .trackRecord)
        try container.encode(simulated, forKey: .simulated)
    }
}
