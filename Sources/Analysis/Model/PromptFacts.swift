import Domain

/// The facts of a prompt. Each number has a name, which stands for it in the text that a model writes.
struct PromptFacts {
    struct Placeholder {
        let name: String
        let meaning: String
        /// As the text will have it.
        let value: String
        /// Of a change.
        var change: Double?
    }

    let language: Language
    let trend: Briefing.Trend?
    let volatility: Briefing.Volatility?
    let placeholders: [Placeholder]
    /// One fact a line, in English whatever the language: the instructions are.
    let lines: [String]

    init(
        _ facts: MarketFacts, trend: Briefing.Trend?, volatility: Briefing.Volatility?, news: NewsTopics,
        language: Language
    ) {
        (self.language, self.trend, self.volatility) = (language, trend, volatility)
        func price(_ price: Double?) -> String? {
            price.map { NumberWording.price($0, quote: facts.quote, language: language) }
        }
        func percent(_ share: Double?) -> String? {
            share.map { NumberWording.percent($0.magnitude, language: language) }
        }
        func direction(_ change: Double?) -> String {
            switch MarketFacts.direction(of: change) {
            case .up?: "a rise"
            case .down?: "a fall"
            default: "almost no change"
            }
        }
        var found: [Placeholder] = []
        func add(_ name: String, _ meaning: String, _ value: String?, change: Double? = nil) {
            if let value { found.append(Placeholder(name: name, meaning: meaning, value: value, change: change)) }
        }
        add("as_of", "the moment that all facts speak of", Self.moment(facts.asOf, language))
        add("price", "the price of one bitcoin then", price(facts.price))
        add(
            "change_24h", "the change over the past day, \(direction(facts.change24h))", percent(facts.change24h),
            change: facts.change24h)
        add(
            "change_7d", "the change over the past week, \(direction(facts.change7d))", percent(facts.change7d),
            change: facts.change7d)
        add("low_24h", "the lowest price of the past day", price(facts.low24h))
        add("high_24h", "the highest price of the past day", price(facts.high24h))
        add("volatility_24h", "the volatility of the past day, per day", percent(facts.volatility24h))
        add("usual_volatility", "the usual volatility, per day", percent(facts.usualVolatility))
        placeholders = found
        lines =
            ["language: \(language == .french ? "French" : "English")"]
            + found.map { "{\($0.name)}: \($0.meaning)" }
            + [
                "trend: \(trend?.rawValue ?? "null") (of the past day)",
                "volatility: \(volatility?.rawValue ?? "null") (against the days before)",
                "mood of the news: \(news.mood.rawValue); about: "
                    + (news.events.isEmpty ? "nothing special" : news.events.map(\.rawValue).joined(separator: ", ")),
            ]
    }

    func placeholder(_ name: String) -> Placeholder? { placeholders.first { $0.name == name } }

    /// As the embedded analyst writes it.
    private static func moment(_ time: Timestamp, _ language: Language) -> String {
        let text = time.rfc3339
        let (day, month) = (Int(text.dropFirst(8).prefix(2)) ?? 1, Int(text.dropFirst(5).prefix(2)) ?? 1)
        guard language == .french else {
            let name = EnglishPhrases.months[max(0, min(11, month - 1))]
            return "\(text.dropFirst(11).prefix(5)) UTC on \(day) \(name.capitalizedFirst)"
        }
        let name = FrenchPhrases.months[max(0, min(11, month - 1))]
        let hour = Int(text.dropFirst(11).prefix(2)) ?? 0
        return "\(day == 1 ? "1er" : "\(day)")\u{A0}\(name) à \(hour)\u{A0}h UTC"
    }
}

/// What the news of a day are about, without a word of them: the only form in which they reach a prompt.
struct NewsTopics: Hashable {
    let mood: Mood.Tone
    /// The kinds of more than one story, most frequent first.
    let events: [NewsEvent]

    init(_ news: [ArchivedArticle], until now: Timestamp) {
        let moods = news.filter { $0.orderTime > now - .hours(24) && $0.orderTime <= now }
            .compactMap { MoodModel.mood(of: $0.article.title, declared: $0.article.language) }
        mood = Mood.tone(of: moods.isEmpty ? 0 : moods.map(\.value).reduce(0, +) / Double(moods.count))
        let counts = NewsEvent.allCases.map { event in (event, moods.count { $0.events.contains(event) }) }
        events = counts.filter { $0.1 > 1 }.sorted { $0.1 > $1.1 }.prefix(3).map(\.0)
    }
}
