import Domain

// The JSON form of the analysis. APITests compares it with what is encoded.

extension AnalysisResponse: SchemaDescribed {
    package static let schema = Schema.named(
        "Analysis",
        .object([
            .field("id", .nullable(.text), "For feedback: the end of the hour, and the language."),
            .field("text", .text, "At most three sentences."),
            .field("language", .oneOf(Language.allCases.map(\.rawValue))),
            .field("trend", .nullable(trends), "What the price did in 24 hours, not what it will do."),
            .field("trend_7d", .nullable(trends), "Likewise in 7 days."),
            .field(
                "volatility", .nullable(.open(["low", "normal", "high"])), "Against the 90 days before."),
            .field("facts", AnalysisFacts.schema, "What the text rests on."),
            .field("forecast", .nullable(ForecastResponse.schema), "Where the close in 24 hours is expected."),
            .field("news_mood", .nullable(.number(from: -1, to: 1)), "The mean mood of the news of 24 hours."),
            .field("news_count", .nullable(.count), "The stories that it is of."),
            .field(
                "articles", .array(NearbyArticle.schema),
                "Those nearest in time and meaning to the largest move of 24 hours."),
            .field("provider", .text), .field("model", .text),
            .field("grounded", .boolean, "Whether all that the text says was found in the facts."),
            .field(
                "fallback_reason", .nullable(.text), "Why the language model that was asked for did not answer."),
            .field("as_of", .time, "The close of the newest hour that it rests on."),
            .field("stale", .nullable(.boolean), "Whether that is older than the schedule of collections explains."),
            .field("track_record", .nullable(TrackRecordResponse.schema), "How earlier analyses turned out."),
            .field("simulated", .boolean, "Whether the data are simulated."),
        ]))

    private static let trends = Schema.open(["bullish", "bearish", "stable"])
}

extension AnalysisResponse.ForecastResponse: SchemaDescribed {
    package static let schema = Schema.named(
        "Forecast",
        .object([
            .field("low80", .number, "With `high80`, the range of 80 of 100 closes."), .field("high80", .number),
            .field("low95", .number, "With `high95`, the range of 95 of 100 closes."), .field("high95", .number),
            .field("horizon_hours", .count), .field("closes_at", .time, "The time of that close."),
        ]))
}

extension AnalysisResponse.NearbyArticle: SchemaDescribed {
    package static let schema = Schema.named(
        "NearbyArticle",
        .object([
            .field("title", .text), .field("link", .text), .field("publisher", .text), .field("published", .time),
        ]))
}

extension AnalysisFacts: SchemaDescribed {
    package static let schema = Schema.named(
        "AnalysisFacts",
        .object([
            .field("price", .number, "The newest close."), .field("quote", .quote),
            .field("change_24h_percent", .nullable(.number)), .field("change_7d_percent", .nullable(.number)),
            .field("low_24h", .nullable(.number)), .field("high_24h", .nullable(.number)),
            .field("volatility_24h_percent", .nullable(.number(from: 0)), "Realised, about zero."),
            .field("usual_volatility_percent", .nullable(.number(from: 0)), "The median of 90 days."),
            .field("hours_known", .count, "Of the last 24."), .field("hours_missing", .nullable(.count)),
            .field("hours_in_other_quote", .nullable(.count)),
            .field("later_hours_in_other_quote", .nullable(.count), "After the newest close of the facts."),
            .field("other_quote", .nullable(.quote)),
            .field("disputed_hours", .nullable(.count), "Hours on which the sources do not agree."),
            .field("age_seconds", .nullable(.count), "Since the newest close."),
            .field("rsi14", .nullable(.number(from: 0, to: 100))),
            .field("drawdown_90d_percent", .nullable(.number)),
            .field(
                "open_hour",
                .nullable(
                    .object([.field("price", .number), .field("as_of", .time), .field("change_percent", .number)])),
                "The price since the newest close."),
            .field(
                "largest_move",
                .nullable(.object([.field("time", .time), .field("change_percent", .number)])),
                "The largest change within one hour."),
            .field(
                "outliers",
                .array(
                    .object([
                        .field("time", .time), .field("kind", .open(["close", "low", "high"])),
                        .field("price", .number),
                    ])), "Prices that were left out, as they are too far from those around them."),
        ]))
}
