import API
import Domain

/// The last 24 closing prices, newest first; a missing hour is absent, and the caption says so.
struct ClosesPanel: Sendable {
    struct Row: Sendable {
        let iso: String
        let closedAt: String
        let close: String
        /// Since the hour before; `nil` where that hour is missing or in another currency.
        let step: Change?
    }

    static let count = 24

    let staleNotice: StaleNotice?
    let caption: String
    let withGaps: Bool
    let rows: [Row]
    let hasRows: Bool

    init(_ part: Part<CandlePage>, in formatter: LocalizedFormatter) {
        let phrases = formatter.phrases
        let closed = (part.value?.candles ?? []).filter(\.closed).sorted { $0.time > $1.time }
        let part: Part<CandlePage> =
            part.failure == nil && closed.isEmpty ? .missing(because: .empty(what: "candles")) : part
        staleNotice = StaleNotice(
            part, empty: phrases.missing.candlesEmpty, unavailable: phrases.missing.candlesUnavailable, in: formatter)
        let shown = closed.prefix(Self.count)
        hasRows = !shown.isEmpty
        caption = Phrases.fill(phrases.closesCaption, ["n": "\(shown.count)"])
        withGaps = zip(shown, shown.dropFirst()).contains { $0.time - $1.time > .hours(1) }
        rows = shown.enumerated().map { index, candle in
            let before = closed.dropFirst(index + 1).first.flatMap {
                candle.time - $0.time == .hours(1) && candle.quote == $0.quote ? $0 : nil
            }
            let closeTime = candle.time + .hours(1)
            return Row(
                iso: closeTime.rfc3339, closedAt: formatter.moments.dayAndHour(closeTime),
                close: formatter.numbers.price(candle.close, candle.quote),
                step: before.map {
                    Change(percent: (candle.close / $0.close - 1) * 100, decimals: 2, formatter.numbers)
                })
        }
    }
}
