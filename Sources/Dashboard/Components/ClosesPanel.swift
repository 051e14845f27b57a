import API
import Domain

/// The last 24 hourly closing prices, newest first; a missing hour is absent, and the caption says so.
struct ClosesPanel: Sendable {
    struct Row: Sendable {
        let iso: String
        let closedAt: String
        let close: String
        /// From the hour before; `nil` where that hour is missing or in another currency.
        let hourlyChange: Change?
        /// Whether the sources do not agree on the price.
        let doubtful: Bool
    }

    /// The rows, and those of them that are shown without opening the rest.
    static let (count, shown) = (24, 6)

    let staleNotice: StaleNotice?
    let caption: String
    let hasGaps: Bool
    let newest: [Row]
    /// Folded.
    let older: [Row]
    let hasRows: Bool
    let hasOlder: Bool
    /// Whether there is nothing to say.
    let isHidden: Bool

    init(_ candles: Loadable<CandlePage>, in formatter: LocalizedFormatter) {
        let strings = formatter.strings
        let closed = (candles.value?.candles ?? []).filter(\.closed).sorted { $0.time > $1.time }
        let candles: Loadable<CandlePage> =
            candles.failure == nil && closed.isEmpty ? .failed(.empty(what: "candles")) : candles
        staleNotice = StaleNotice(
            candles, empty: strings.missing.candlesEmpty, unavailable: strings.missing.candlesUnavailable,
            in: formatter)
        let shown = closed.prefix(Self.count)
        hasRows = !shown.isEmpty
        caption =
            shown.count == 1
            ? strings.oneCloseCaption : DashboardStrings.fill(strings.closesCaption, ["n": "\(shown.count)"])
        hasGaps = zip(shown, shown.dropFirst()).contains { $0.time - $1.time > .hours(1) }
        let rows = shown.enumerated().map { index, candle in
            let before = closed.dropFirst(index + 1).first.flatMap {
                candle.time - $0.time == .hours(1) && candle.quote == $0.quote ? $0 : nil
            }
            let closeTime = candle.time + .hours(1)
            return Row(
                iso: closeTime.rfc3339, closedAt: formatter.dates.dayAndHour(closeTime),
                close: formatter.numbers.price(candle.close, candle.quote),
                hourlyChange: before.map {
                    Change(percent: (candle.close / $0.close - 1) * 100, decimals: 2, formatter.numbers)
                }, doubtful: candle.doubtful == true)
        }
        newest = Array(rows.prefix(Self.shown))
        older = Array(rows.dropFirst(Self.shown))
        hasOlder = !older.isEmpty
        isHidden = rows.isEmpty && staleNotice == nil
    }
}
