import API
import Domain

/// The price chart: an SVG drawing, and the data from which the browser draws an interactive chart over it.
struct ChartPanel: Sendable {
    struct Drawing: Sendable {
        let caption: String
        /// Over the range; `nil` with a single price.
        let change: Change?
        /// `in 7 days`.
        let span: String
        let description: String
        let viewBox: String
        let line: String
        let area: String
        let gaps: [ChartGeometry.Gap]
        let prices: [AxisLabel]
        let times: [AxisLabel]
        /// JSON that is safe inside `<script>`.
        let data: String
        /// The legend of the gaps; `nil` without missing hours.
        let gapLegend: String?
        /// The positions of the doubtful hours.
        let doubts: [ChartPanel.Doubt]
        /// Their legend; `nil` without one.
        let doubtLegend: String?
    }

    struct AxisLabel: Sendable {
        /// The position along the axis, in percent: `12.5%`.
        let at: String
        let text: String
    }

    /// The position of a doubtful hour, in percent.
    struct Doubt: Sendable {
        let x: String
        let y: String
    }

    struct RangeLink: Sendable {
        let label: String
        let value: String
        let href: String
        let selected: Bool
    }

    let staleNotice: StaleNotice?
    let ranges: [RangeLink]
    let intervals: [RangeLink]
    let drawing: Drawing?

    /// - Parameter hasMinutes: whether candles finer than an hour are stored.
    init(
        _ candles: Loadable<CandlePage>, latest: PriceResponse?, analysis: AnalysisResponse?, view: ChartView,
        hasMinutes: Bool,
        in formatter: LocalizedFormatter
    ) throws {
        let strings = formatter.strings
        let series = candles.value.flatMap { PriceSeries($0, latest: latest) }
        // Without a closed hour there is nothing to draw.
        let candles: Loadable<CandlePage> =
            candles.failure == nil && series == nil ? .failed(.empty(what: "candles")) : candles
        staleNotice = StaleNotice(
            candles, empty: strings.missing.candlesEmpty, unavailable: strings.missing.candlesUnavailable,
            in: formatter)
        ranges = ChartRange.allCases.map {
            RangeLink(
                label: $0.label(strings), value: $0.rawValue, href: ChartView($0).address, selected: $0 == view.range)
        }
        let shown = candles.value?.interval ?? view.interval
        intervals = view.range.intervals.filter { $0.seconds >= 3600 || hasMinutes }.sorted { $0.seconds < $1.seconds }
            .map {
                RangeLink(
                    label: $0.rawValue, value: $0.rawValue, href: ChartView(view.range, interval: $0).address,
                    selected: $0 == shown)
            }
        drawing = try candles.value.flatMap { page in
            try series.map {
                try Drawing(page, $0, latest: latest, analysis: analysis, range: view.range, in: formatter)
            }
        }
    }
}

extension ChartPanel.Drawing {
    init(
        _ page: CandlePage, _ all: PriceSeries, latest: PriceResponse?, analysis: AnalysisResponse?,
        range: ChartRange, in formatter: LocalizedFormatter
    ) throws {
        let series = all.last(range.duration)
        let time = TimeAxis(
            range, from: series.points.first?.time ?? series.newest.time, endingAt: series.newest.time,
            dates: formatter.dates)
        change = series.changePercent.map { Change(percent: $0, formatter.numbers) }
        span = range.span(formatter.strings)
        let price = PriceAxis(low: series.low, high: series.high)
        let geometry = ChartGeometry(series, time: time, price: price)
        caption = "\(formatter.strings.chart), \(range.name(formatter.strings))"
        description = Self.description(of: series, range: range, in: formatter)
        viewBox = "0 0 \(Int(ChartGeometry.width)) \(Int(ChartGeometry.height))"
        line = geometry.line
        area = geometry.area
        gaps = geometry.gaps
        gapLegend = series.missingCount > 0 ? Self.gaps(series, formatter.strings) : nil
        let doubtful = series.points.filter(\.isDoubtful)
        doubts = doubtful.map {
            ChartPanel.Doubt(x: Self.percent(time.share(of: $0.time)), y: Self.percent(price.share(of: $0.price)))
        }
        doubtLegend =
            switch doubtful.count {
            case 0: nil
            case 1: formatter.strings.oneDoubtfulHour
            case let n: DashboardStrings.fill(formatter.strings.doubtfulHours, ["n": "\(n)"])
            }
        prices = price.ticks.map {
            ChartPanel.AxisLabel(
                at: Self.percent(price.share(of: $0)),
                text: formatter.numbers.tick($0, series.quote, decimals: price.decimals))
        }
        // A label too near an edge would be cut off.
        times = time.ticks.filter { (0.04...0.96).contains(time.share(of: $0.time)) }
            .map { ChartPanel.AxisLabel(at: Self.percent(time.share(of: $0.time)), text: $0.label) }
        data = try EmbeddedJSON.text(
            ChartData(page, all, latest: latest, analysis: analysis, range: range, in: formatter))
    }

    private static func description(of series: PriceSeries, range: ChartRange, in formatter: LocalizedFormatter)
        -> String
    {
        func price(_ value: Double) -> String { formatter.numbers.price(value, series.quote) }
        let strings = formatter.strings
        return DashboardStrings.fill(
            strings.chartDescription,
            [
                "range": range.name(strings), "first": price(series.points.first?.price ?? series.newest.price),
                "last": price(series.newest.price), "low": price(series.low), "high": price(series.high),
                "gaps": gaps(series, strings),
            ])
    }

    private static func gaps(_ series: PriceSeries, _ strings: DashboardStrings) -> String {
        switch series.missingCount {
        case 0: strings.noneMissing
        case 1: strings.oneMissing
        case let n: DashboardStrings.fill(strings.manyMissing, ["n": "\(n)"])
        }
    }

    private static func percent(_ share: Double) -> String { "\((share * 1000).rounded() / 10)%" }
}
