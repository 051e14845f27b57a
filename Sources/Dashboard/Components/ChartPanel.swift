import API
import Domain

/// The price chart: an SVG drawing that is always there, and the data from which the browser draws its own over it.
struct ChartPanel: Sendable {
    struct Drawing: Sendable {
        let caption: String
        let description: String
        let viewBox: String
        let line: String
        let area: String
        let gaps: [ChartGeometry.Gap]
        let prices: [AxisLabel]
        let times: [AxisLabel]
        /// JSON that is safe inside `<script>`.
        let data: String
        /// Said below the chart when hours are missing.
        let blank: String?
    }

    struct AxisLabel: Sendable {
        /// Place along the axis, in percent: `12.5%`.
        let at: String
        let text: String
    }

    struct RangeLink: Sendable {
        let label: String
        let value: String
        let href: String
        let selected: Bool
    }

    let staleNotice: StaleNotice?
    let ranges: [RangeLink]
    let drawing: Drawing?

    init(_ part: Part<CandlePage>, latest: PriceResponse?, range: ChartRange, in formatter: LocalizedFormatter) throws {
        let phrases = formatter.phrases
        let series = part.value.flatMap { PriceSeries($0, latest: latest) }
        // Candles without a single closed hour are as good as none.
        let part: Part<CandlePage> =
            part.failure == nil && series == nil ? .missing(because: .empty(what: "candles")) : part
        staleNotice = StaleNotice(
            part, empty: phrases.missing.candlesEmpty, unavailable: phrases.missing.candlesUnavailable, in: formatter)
        ranges = ChartRange.allCases.map {
            RangeLink(
                label: $0.label(phrases), value: $0.rawValue, href: "/?range=\($0.rawValue)", selected: $0 == range)
        }
        drawing = try series.map { try Drawing($0, range: range, in: formatter) }
    }
}

extension ChartPanel.Drawing {
    init(_ whole: PriceSeries, range: ChartRange, in formatter: LocalizedFormatter) throws {
        let series = whole.last(range.duration)
        let time = TimeAxis(range, endingAt: series.newest.time, moments: formatter.moments)
        let price = PriceAxis(low: series.low, high: series.high)
        let geometry = ChartGeometry(series, time: time, price: price)
        caption = "\(formatter.phrases.chart), \(range.name(formatter.phrases))"
        description = Self.sentence(series, range: range, in: formatter)
        viewBox = "0 0 \(Int(ChartGeometry.width)) \(Int(ChartGeometry.height))"
        line = geometry.line
        area = geometry.area
        gaps = geometry.gaps
        blank = series.hoursMissing > 0 ? Self.gaps(series, formatter.phrases) : nil
        prices = price.ticks.map {
            ChartPanel.AxisLabel(
                at: Self.percent(price.share(of: $0)),
                text: formatter.numbers.mark($0, series.quote, decimals: price.decimals))
        }
        // A label too near an edge would be cut off.
        times = time.ticks.filter { (0.04...0.96).contains(time.share(of: $0.time)) }
            .map { ChartPanel.AxisLabel(at: Self.percent(time.share(of: $0.time)), text: $0.label) }
        data = try EmbeddedJSON.text(ChartData(whole, numbers: formatter.numbers))
    }

    private static func sentence(_ series: PriceSeries, range: ChartRange, in formatter: LocalizedFormatter) -> String {
        func price(_ value: Double) -> String { formatter.numbers.price(value, series.quote) }
        let phrases = formatter.phrases
        return Phrases.fill(
            phrases.chartDescription,
            [
                "range": range.name(phrases), "first": price(series.points.first?.price ?? series.newest.price),
                "last": price(series.newest.price), "low": price(series.low), "high": price(series.high),
                "gaps": gaps(series, phrases),
            ])
    }

    private static func gaps(_ series: PriceSeries, _ phrases: Phrases) -> String {
        switch series.hoursMissing {
        case 0: phrases.noGap
        case 1: phrases.oneHourMissing
        case let n: Phrases.fill(phrases.hoursMissing, ["n": "\(n)"])
        }
    }

    private static func percent(_ share: Double) -> String { "\((share * 1000).rounded() / 10)%" }
}
