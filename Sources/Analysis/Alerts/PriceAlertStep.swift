package import Domain

/// A price at which an alert is sent.
package struct PriceCrossing: Hashable, Sendable {
    /// The newest price of the hour in which it happened.
    package let price: Double
    /// The time of that price.
    package let time: Timestamp
    /// The price that reached the condition: the high or the low of the hour, or ``price``.
    package let reached: Double
    /// How far the price moved, as a share; of `moved` only.
    package let change: Double?
}

/// The hours that alerts are compared with, oldest first, without those whose price the sources do not agree on.
package struct AlertHours: Sendable {
    private let candles: [ArchivedCandle]
    private let closes: [Timestamp: ArchivedCandle]

    /// - Parameters:
    ///   - candles: in any order.
    ///   - doubtful: open times that are left out.
    package init(_ candles: [ArchivedCandle], without doubtful: Set<Timestamp>) {
        self.candles = candles.filter { !doubtful.contains($0.candle.openTime) }
            .sorted { $0.candle.openTime < $1.candle.openTime }
        closes = Dictionary(self.candles.map { ($0.candle.openTime, $0) }) { _, later in later }
    }

    package var newest: ArchivedCandle? { candles.last }

    /// The currency of most hours of the last day, of the newest where there are as many: an hour of a source that
    /// stood in does not decide.
    package var quote: Quote? {
        var counts: [Quote: Int] = [:]
        for candle in candles.suffix(24) { counts[candle.candle.quote, default: 0] += 1 }
        let most = counts.values.max()
        return candles.suffix(24).last { counts[$0.candle.quote] == most }?.candle.quote
    }

    func newest(in quote: Quote) -> ArchivedCandle? { candles.last { $0.candle.quote == quote } }

    func after(_ time: Timestamp, since oldest: Timestamp) -> [ArchivedCandle] {
        candles.filter { $0.priceTime > time && $0.candle.openTime >= oldest }
    }

    /// The change from the close of a whole hour to the price of a candle, as a share: the hour that ended `hours`
    /// before it, as the price’s change over 24 hours is measured. `nil` where that hour is not known, or in another
    /// currency.
    func change(to candle: ArchivedCandle, over hours: Int) -> Double? {
        let hour = Interval.oneHour
        let before = hour.openTime(containing: candle.priceTime - .hours(Int64(hours))) - .hours(1)
        guard let reference = closes[before], reference.isClosed,
            reference.candle.quote == candle.candle.quote
        else { return nil }
        return candle.candle.close / reference.candle.close - 1
    }
}

extension AlertHours {
    /// Those of the archives.
    package static func stored(in candles: any CandleArchive, _ sightings: any SightingLog) async throws -> AlertHours {
        let stored = try await candles.candles(of: .oneHour, in: nil, limit: PriceAlert.hoursRead)
        guard let first = stored.map(\.candle.openTime).min(), let last = stored.map(\.candle.closeTime).max() else {
            return AlertHours([], without: [])
        }
        let doubtful = try await sightings.doubtful(of: .oneHour, in: TimeRange(first, until: last))
        return AlertHours(stored, without: Set(doubtful.map(\.openTime)))
    }
}

extension PriceAlert {
    /// How far the price has to go back, as a share of the alert’s price, before it is sent again.
    package static let priceHysteresis = 0.005
    /// How far a move has to shrink, as a share of the alert’s percentage.
    package static let moveHysteresis = 0.25
    /// How long ago a price may be that is still sent, as after an outage.
    package static let maximumAge: Duration = .hours(24)
    /// The hours that a comparison needs at most.
    package static let hoursRead = Condition.hours.upperBound + 26

    /// The alert after the hours that came since it changed, up to the first one at which it has to be sent.
    ///
    /// An hour’s high and low count only where it began after the alert was armed: what they were before is not known.
    /// Idempotent: the same hours change nothing further.
    package func step(over hours: AlertHours, now: Timestamp) -> (alert: PriceAlert, crossing: PriceCrossing?) {
        var alert = self
        for candle in hours.after(armed ?? fired ?? created, since: now - Self.maximumAge)
        where candle.candle.quote == quote {
            if let since = alert.armed {
                if let crossing = condition.crossing(in: candle, armed: since, hours) {
                    // A high that was gone at the end of its hour has come and gone: it waits for the next one.
                    alert.armed = condition.isOver(at: candle, hours) ? candle.priceTime : nil
                    alert.firings += 1
                    (alert.fired, alert.firedPrice) = (candle.priceTime, candle.candle.close)
                    return (alert, crossing)
                }
            } else if condition.isOver(at: candle, hours) {
                alert.armed = candle.priceTime
            }
        }
        return (alert, nil)
    }

    /// An alert that is made now. Where its condition is met already, it waits until the price has gone back.
    package static func opening(
        _ condition: Condition, note: String, hours: AlertHours, now: Timestamp, id: String = freshID()
    ) -> PriceAlert {
        let quote = hours.quote ?? .usd
        let newest = hours.newest(in: quote)
        let isMet = newest.map { condition.crossing(in: $0, armed: .latest, hours) != nil } ?? false
        return PriceAlert(
            id: id, condition, quote: quote, note: note, created: now,
            armed: isMet ? nil : now)
    }
}

extension PriceAlert.Condition {
    /// - Parameter armed: the high and the low of an hour that began before are not used.
    fileprivate func crossing(in candle: ArchivedCandle, armed: Timestamp, _ hours: AlertHours) -> PriceCrossing? {
        let (price, isWhole) = (candle.candle.close, candle.candle.openTime >= armed)
        func crossing(_ reached: Double, _ change: Double? = nil) -> PriceCrossing {
            PriceCrossing(price: price, time: candle.priceTime, reached: reached, change: change)
        }
        switch self {
        case .above(let level):
            let reached = isWhole ? candle.candle.high : price
            return reached >= level ? crossing(reached) : nil
        case .below(let level):
            let reached = isWhole ? candle.candle.low : price
            return reached <= level ? crossing(reached) : nil
        case .moved(let percent, let span):
            guard let change = hours.change(to: candle, over: span), abs(change) * 100 >= percent else { return nil }
            return crossing(price, change)
        }
    }

    /// Whether the price has gone back far enough.
    fileprivate func isOver(at candle: ArchivedCandle, _ hours: AlertHours) -> Bool {
        switch self {
        case .above(let level): candle.candle.close <= level * (1 - PriceAlert.priceHysteresis)
        case .below(let level): candle.candle.close >= level * (1 + PriceAlert.priceHysteresis)
        case .moved(let percent, let span):
            hours.change(to: candle, over: span).map {
                abs($0) * 100 <= percent * (1 - PriceAlert.moveHysteresis)
            } ?? false
        }
    }
}
