package import Domain

/// A price alert.
package struct AlertResponse: Codable, Hashable, Sendable {
    package let id: String
    package let kind: PriceAlertKind
    /// Of `above` and `below` only.
    package let price: Double?
    /// With ``hours``, of `moved` only.
    package let percent: Double?
    package let hours: Int?
    package let quote: Quote
    package let note: String
    package let created: Timestamp
    package let state: State
    /// How often it was sent.
    package let sent: Int
    package let lastReached: Timestamp?
    package let lastPrice: Double?

    package struct State: OpenEnum {
        package let rawValue: String
        package init(rawValue: String) { self.rawValue = rawValue }

        /// It is sent when the price reaches it.
        package static let armed = State(rawValue: "armed")
        /// It was sent, and waits until the price has gone back.
        package static let waiting = State(rawValue: "waiting")

        package static let known: [State] = [.armed, .waiting]
    }

    private enum CodingKeys: String, CodingKey {
        case id, kind, price, percent, hours, quote, note, created, state, sent
        case lastReached = "last_reached"
        case lastPrice = "last_price"
    }

    package init(_ alert: PriceAlert) {
        (id, kind, quote, note) = (alert.id, alert.condition.kind, alert.quote, alert.note)
        (price, percent, hours) = (alert.condition.price, alert.condition.percent, alert.condition.hours)
        (created, state) = (alert.created, alert.armed == nil ? .waiting : .armed)
        (sent, lastReached, lastPrice) = (alert.firings, alert.fired, alert.firedPrice)
    }

    /// With `null` for what an alert of this kind does not have.
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(id, forKey: .id)
        try container.encode(kind, forKey: .kind)
        try container.encode(price, forKey: .price)
        try container.encode(percent, forKey: .percent)
        try container.encode(hours, forKey: .hours)
        try container.encode(quote, forKey: .quote)
        try container.encode(note, forKey: .note)
        try container.encode(created, forKey: .created)
        try container.encode(state, forKey: .state)
        try container.encode(sent, forKey: .sent)
        try container.encode(lastReached, forKey: .lastReached)
        try container.encode(lastPrice, forKey: .lastPrice)
    }

    /// What is waited for; `nil` for a kind that this version does not know.
    package var condition: PriceAlert.Condition? {
        try? PriceAlert.Condition(kind, price: price, percent: percent, hours: hours)
    }
}

/// `GET /v1/alerts`: oldest first.
package struct AlertListResponse: Codable, Hashable, Sendable {
    package let alerts: [AlertResponse]
    /// How many there may be.
    package let limit: Int
    package let simulated: Bool

    package init(_ alerts: [PriceAlert], simulated: Bool) {
        (self.alerts, limit, self.simulated) = (alerts.map(AlertResponse.init), PriceAlert.limit, simulated)
    }
}
