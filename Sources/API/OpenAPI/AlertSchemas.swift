import Domain

// The JSON forms of price alerts. APITests compares them with what is encoded.

extension AlertResponse: SchemaDescribed {
    package static let schema = Schema.named(
        "PriceAlert",
        .object([
            .field("id", .text), .field("kind", .open(PriceAlertKind.known.map(\.rawValue))),
            .field("price", .nullable(.number), "In `quote`; of `above` and `below`."),
            .field("percent", .nullable(.number), "With `hours`, of `moved`."),
            .field("hours", .nullable(.count)), .field("quote", .quote), .field("note", .text),
            .field("created", .time),
            .field(
                "state", .open(State.known.map(\.rawValue)),
                "`waiting` from when it was sent until the price has gone back."),
            .field("sent", .count, "How often it was sent."),
            .field("last_reached", .nullable(.time), "The time of the price of which it was last sent."),
            .field("last_price", .nullable(.number), "The price when it was last sent."),
        ]))
}

extension AlertListResponse: SchemaDescribed {
    package static let schema = Schema.named(
        "PriceAlertList",
        .object([
            .field("alerts", .array(AlertResponse.schema), "Oldest first."),
            .field("limit", .count, "How many there may be."), .field("simulated", .boolean),
        ]))
}

extension AlertRequest {
    static let schema: Schema = {
        let note = Schema.Field.optional(
            "note", .text(to: PriceAlert.Condition.longestNote), "The reader’s own words, which are sent too.")
        let (prices, percents) = (PriceAlert.Condition.prices, PriceAlert.Condition.percents)
        let hours = PriceAlert.Condition.hours
        return .anyOf([
            .object([
                .field("kind", .oneOf([PriceAlertKind.above, .below].map(\.rawValue))),
                .field("price", .number(from: prices.lowerBound, to: prices.upperBound)), note,
            ]),
            .object([
                .field("kind", .oneOf([PriceAlertKind.moved.rawValue])),
                .field("percent", .number(from: percents.lowerBound, to: percents.upperBound)),
                .field("hours", .integer(from: hours.lowerBound, to: hours.upperBound)), note,
            ]),
        ])
    }()
}
