import Domain

// The JSON forms of responses. APITests compares them with what is encoded.

extension PriceResponse: SchemaDescribed {
    package static let schema = Schema.named(
        "Price",
        .object([
            .field("price", .number, "Per bitcoin, in `quote`."),
            .field("quote", .quote),
            .optional("change_24h", .number, "Since the close 24 hours earlier; absent where that hour is missing."),
            .optional("change_24h_percent", .number, "The change in percent of the earlier price."),
            .field("source", .text, "Who gave the price."),
            .field("run", .text, "The collection run that stored it."),
            .field("as_of", .time, "The time of the price."),
            .field("stale", .boolean, "Whether it is older than the schedule of collections explains."),
            .optional("fresh_until", .time, "From when on it is stale."),
            .optional("doubtful", .boolean, "Present and true where the sources do not agree."),
            .field("simulated", .boolean, "Whether the data are simulated."),
            .optional(
                "converted",
                .object([
                    .field("price", .number, "Per bitcoin, in this `quote`."), .field("quote", .quote),
                    .field("rate", .number(from: 0), "What one of this `quote` costs in that of the price."),
                    .field("rate_source", .text, "Who published the rate."),
                    .field("rate_as_of", .time, "The day that it is of."),
                ]), "The price in euros, where the service knows a rate (`EUR_RATE_URL`)."),
        ]))
}

extension CandleResponse: SchemaDescribed {
    package static let schema = Schema.named(
        "Candle",
        .object([
            .field("time", .time, "The open time."),
            .field("open", .number), .field("high", .number), .field("low", .number), .field("close", .number),
            .field("volume", .number(from: 0), "In bitcoins."),
            .field("quote", .quote),
            .field("source", .text),
            .field("closed", .boolean, "False for the candle in progress."),
            .optional("complete", .boolean, "Of a candle made from finer ones: whether all of them are stored."),
            .optional("known", .count, "How many of the finer candles are stored."),
            .optional("expected", .count, "How many there should be."),
            .optional("doubtful", .boolean, "Present and true where the sources do not agree."),
        ]))
}

extension CandlePage: SchemaDescribed {
    package static let schema = Schema.page(
        "CandlePage", of: "candles", CandleResponse.schema,
        [.field("interval", .oneOf(Interval.allCases.map(\.rawValue)))])
}

extension IndicatorPage.Row: SchemaDescribed {
    static let fixedFields: [Schema.Field] = [
        .field("time", .time, "The open time of the candle."),
        .field("quote", .quote, "Indicators of one currency contain no candles of another."),
        .field("closed", .boolean, "False for the candle in progress, whose values still change."),
    ]
    package static let schema = Schema.named(
        "IndicatorRow", .extended(fixedFields, by: .nullable(.number)))
}

extension IndicatorPage: SchemaDescribed {
    package static let schema = Schema.page(
        "IndicatorPage", of: "indicators", Row.schema,
        [
            .field("interval", .oneOf(Interval.allCases.map(\.rawValue))),
            .field("columns", .array(.text), "The numbers of each item, by name."),
        ])
}

extension ArticleResponse: SchemaDescribed {
    package static let schema = Schema.named(
        "Story",
        .object([
            .optional("published", .time, "Absent where the feed does not tell."),
            .field("title", .text), .optional("author", .text), .field("link", .text), .field("publisher", .text),
            .optional("language", .text, "An ISO 639 code; absent where the feed does not tell."),
            .optional("sentiment", .number(from: -1, to: 1), "The mood of the title, in English and French."),
            .optional(
                "sentiment_words",
                .array(
                    .object([.field("text", .text), .field("weight", .number(from: -1, to: 1))])),
                "What the mood rests on."),
            .optional("kinds", .array(.text), "What it is about."),
            .field("summary", .text, "Plain text."),
            .optional(
                "also_reported_by",
                .array(
                    .object([
                        .field("title", .text), .field("link", .text), .field("publisher", .text),
                        .optional("published", .time), .optional("language", .text),
                    ])), "Later reports of the same story, oldest first."),
        ]))
}

extension ArticlePage: SchemaDescribed {
    package static let schema = Schema.page("StoryPage", of: "news", ArticleResponse.schema)
}

extension NewsMoodResponse.Day: SchemaDescribed {
    package static let schema = Schema.named(
        "NewsMoodDay",
        .object([
            .field("time", .time, "The start of the day."),
            .field("mood", .number(from: -1, to: 1), "The mean mood of its stories."),
            .field("count", .count, "Stories in English or French."),
            .field("positive", .count), .field("neutral", .count), .field("negative", .count),
        ]))
}

extension NewsMoodResponse: SchemaDescribed {
    package static let schema = Schema.named(
        "NewsMood",
        .object([
            .field("days", .array(Day.schema), "Newest first; a day without news is absent."),
            .field("simulated", .boolean),
        ]))
}

extension LegacyPrice: SchemaDescribed {
    package static let schema = Schema.named(
        "LegacyPrice",
        .object([
            .field("timestamp", .value(type: "integer", keywords: [:]), "The open time in Unix seconds."),
            .field("open", .number), .field("high", .number), .field("low", .number), .field("close", .number),
            .field("volume", .number(from: 0)),
        ]))
}

extension LegacyArticle: SchemaDescribed {
    package static let schema = Schema.named(
        "LegacyArticle",
        .object([
            .field("title", .text), .field("link", .text), .field("content", .text),
            .field("timestamp", .nullable(.time)),
        ]))
}

extension LegacyAnalysis: SchemaDescribed {
    package static let schema = Schema.named("LegacyAnalysis", .object([.field("analysis", .text)]))
}

extension Schema {
    static let quote = Schema.text(examples: ["USD", "USDT"])
    /// A word of a list that later versions may extend.
    static func open(_ known: [String]) -> Schema { .text(examples: known) }

    /// A page of a collection, newest first.
    static func page(_ name: String, of items: String, _ item: Schema, _ further: [Field] = []) -> Schema {
        .named(
            name,
            .object(
                further + [
                    .field(items, .array(item), "Newest first."),
                    .optional("next", .text, "The cursor of the next page; absent on the last one."),
                    .field("simulated", .boolean, "Whether the data are simulated."),
                ]))
    }
}
