import API
import Domain

/// Candles for the interactive chart, as rows of numbers: a tenth of the size of objects.
struct ChartCandles: Encodable, Sendable {
    let interval: String
    let quote: Quote
    /// The length of the interval, in seconds.
    let step: Int64
    /// `[open time in Unix seconds, open, high, low, close, volume]`, oldest first; what is missing is absent.
    let candles: [[Double]]
    /// The open times of those on which the sources disagree.
    let doubtful: [Int64]
    /// Whether there are older ones.
    let more: Bool

    /// - Parameter quote: candles in another currency are left out.
    init(_ page: CandlePage, quote: Quote, more: Bool) {
        let kept = page.candles.filter { $0.quote == quote }.sorted { $0.time < $1.time }
        interval = page.interval.rawValue
        self.quote = quote
        step = page.interval.seconds
        candles = kept.map { candle in
            [Double(candle.time.seconds)]
                + [candle.open, candle.high, candle.low, candle.close, candle.volume].map(Self.rounded)
        }
        doubtful = kept.filter { $0.doubtful == true }.map(\.time.seconds)
        self.more = more
    }

    /// To cents, and what is below a dollar to eight decimals.
    static func rounded(_ number: Double) -> Double {
        let scale = abs(number) < 1 ? 1e8 : 100
        return (number * scale).rounded() / scale
    }
}

/// The data of the interactive chart, embedded in the page.
struct ChartData: Encodable {
    let candles: ChartCandles
    let range: String
    /// The length of the range in seconds; `null` for everything.
    let length: Int64?
    let latest: Latest?
    /// Where the close in 24 hours is expected; `null` where it is not known.
    let forecast: Forecast?
    /// The format of a price around its number: `${n}`.
    let price: String
    let labels: ChartLabels

    struct Forecast: Encodable {
        /// The close from which it is counted, and the one that it is for, in Unix seconds.
        let from: Int64
        let until: Int64
        let price: Double
        let low80: Double
        let high80: Double

        /// `nil` without a range, or in another currency.
        init?(_ analysis: AnalysisResponse?, quote: Quote) {
            guard let analysis, let forecast = analysis.forecast, analysis.facts.quote == quote else { return nil }
            from = analysis.asOf.seconds
            until = forecast.closesAt.seconds
            price = ChartCandles.rounded(analysis.facts.price)
            low80 = ChartCandles.rounded(forecast.low80)
            high80 = ChartCandles.rounded(forecast.high80)
        }
    }

    struct Latest: Encodable {
        let time: Int64
        let price: Double
    }

    init(
        _ page: CandlePage, _ series: PriceSeries, latest: PriceResponse?, analysis: AnalysisResponse?,
        range: ChartRange, in formatter: LocalizedFormatter
    ) {
        candles = ChartCandles(page, quote: series.quote, more: page.next != nil)
        self.range = range.rawValue
        length = range.duration.map { $0.wholeMilliseconds / 1000 }
        self.latest = latest.flatMap {
            $0.quote == series.quote
                ? Latest(time: $0.asOf.seconds, price: ChartCandles.rounded($0.price)) : nil
        }
        forecast = Forecast(analysis, quote: series.quote)
        price = formatter.numbers.pattern(for: series.quote)
        labels = formatter.strings.chartLabels
    }
}
