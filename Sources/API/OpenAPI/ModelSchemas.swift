import Domain

// The JSON forms of what is recorded of language models. APITests compares them with what is encoded.

extension ModelCallResponse: SchemaDescribed {
    package static let schema = Schema.named(
        "ModelCall",
        .object([
            .field("id", .text), .field("started", .time), .field("duration_seconds", .number(from: 0)),
            .field("hour", .time, "The end of the hour that the text is for."),
            .field("language", .oneOf(Language.allCases.map(\.rawValue))),
            .field("attempt", .integer(from: 1), "2 for the request with the reasons of the refusal."),
            .field(GenAINames.operation, .text), .field(GenAINames.provider, .text),
            .field(GenAINames.requestModel, .text), .field(GenAINames.responseModel, .nullable(.text)),
            .field(GenAINames.inputTokens, .nullable(.count)),
            .field(GenAINames.outputTokens, .nullable(.count), "With those of reasoning."),
            .field(GenAINames.reasoningTokens, .nullable(.count)),
            .field(GenAINames.finishReasons, .array(.text)), .field(GenAINames.promptName, .text),
            .field(GenAINames.promptVersion, .text, "The hash of the prompt's file."),
            .field("prompt_version", .text, "The same."),
            .field(
                GenAINames.errorType, .nullable(.open(ModelOutcome.known.map(\.rawValue))),
                "How it failed; `rerouted` where another model answered."),
            .field("cost_usd", .nullable(.number(from: 0)), "null where the price of the model is not known."),
            .field("grounded", .boolean, "Whether its text was accepted."),
            .field("fallback_reason", .nullable(.text)),
            .field("details", .array(.text), "What the provider said, or why the text was refused."),
        ]))
}

extension ModelCallPage: SchemaDescribed {
    package static let schema = Schema.page("ModelCallPage", of: "calls", ModelCallResponse.schema)
}

extension ModelCallPage: CollectionPage { var items: [ModelCallResponse] { calls } }

extension ModelQualityResponse: SchemaDescribed {
    package static let schema = Schema.named(
        "ModelQuality",
        .object([
            .field("days", .count), .field("calls", .count, "Requests that were sent."),
            .field("analyses", .count, "Hours and languages that were asked for."),
            .field("accepted", .count, "Those with a text that was accepted."),
            .field(
                "error_rate", .nullable(.number(from: 0, to: 1)), "Of the requests, those that brought no text."),
            .field(
                "fallback_rate", .nullable(.number(from: 0, to: 1)),
                "Of the analyses, those that the embedded analyst wrote."),
            .field("outcomes", .map(.count), "All attempts, by how they ended."),
            .field("fallbacks", .map(.count), "Analyses that the embedded analyst wrote, by the reason."),
            .field(
                "latency_seconds",
                .nullable(.object([.field("p50", .number), .field("p95", .number), .field("p99", .number)]))),
            .field("input_tokens", .count), .field("output_tokens", .count),
            .field("cost_usd", .number(from: 0)), .field("calls_without_cost", .count),
            .field("refusals", .array(.object([.field("reason", .text), .field("count", .count)]))),
            .field("drift", drift, "The last 28 days against the 62 before, one value a day; null with too few days."),
            .field("track_record", TrackRecordResponse.schema),
            .field("feedback", .object([.field("helpful", .count), .field("unhelpful", .count)])),
            .field("simulated", .boolean),
        ]))

    private static let drift = Schema.object([
        .field("length", .nullable(mean), "Characters of accepted texts."),
        .field("mood", .nullable(mean), "Of the news, −1 to 1."),
        .field(
            "trend",
            .nullable(
                .object([
                    .field("before", .map(.number(from: 0, to: 1))), .field("after", .map(.number(from: 0, to: 1))),
                    .field("chi_squared", .number(from: 0)), .field("p", .number(from: 0, to: 1)),
                    .field("change", .boolean, "Whether p is below 0.01."),
                ])), "The shares of the labels."),
    ])

    private static let mean = Schema.object([
        .field("before", .number), .field("after", .number), .field("z", .number, "Standard errors between them."),
        .field("change", .boolean, "Whether z is beyond ±3."),
    ])
}

extension TrackRecordResponse: SchemaDescribed {
    package static let schema = Schema.named(
        "TrackRecord",
        .object([
            .field("days", .count), .field("ranges", .count, "Ranges whose 24 hours are over."),
            .field("held80", .nullable(share), "The share of closes inside the 80 % range."),
            .field("held95", .nullable(share)),
            .field("calls", .count, "Labels that named a direction."),
            .field("hit_rate", .nullable(share), "The share that was right about the next day."),
            .field(
                "hit_rate_low", .nullable(share), "With `hit_rate_high`, its interval of 95 %, each day counted once."),
            .field("hit_rate_high", .nullable(share)),
            .field("always_up", .nullable(share), "The share that saying “up” at each of them would have had."),
            .field("verdict", .open(["too_few", "chance", "better", "worse"]), "Compared with a coin."),
        ]))

    private static let share = Schema.number(from: 0, to: 1)
}
