import API
import Domain
import FoundationEssentials
import Support
import Testing

@testable import Dashboard

struct ChartTests {
    private func series(_ points: [(hour: Int64, price: Double)]) throws -> PriceSeries {
        try #require(PriceSeries(quote: .usd, points: points.map { PricePoint(time: .hour($0.hour), price: $0.price) }))
    }

    private func drawing(_ series: PriceSeries, _ range: ChartRange) -> ChartGeometry {
        let part = series.last(range.duration)
        return ChartGeometry(
            part,
            time: TimeAxis(
                range, from: part.points.first?.time ?? part.newest.time, endingAt: part.newest.time,
                dates: LocalizedDates(strings: .english)),
            price: PriceAxis(low: part.low, high: part.high))
    }

    /// The points of a path, without its relative `h0`.
    private func points(_ path: String) -> [(x: Double, y: Double)] {
        path.matches(of: /[ML](-?[\d.]+) (-?[\d.]+)/).compactMap { match in
            guard let x = Double(match.1), let y = Double(match.2) else { return nil }
            return (x, y)
        }
    }

    @Test("a day without gaps is one line")
    func unbroken() throws {
        let drawing = drawing(try series((0...24).map { ($0, 100 + Double($0)) }), .day)
        #expect(drawing.line.split(separator: "M").count == 1)
        #expect(drawing.gaps.isEmpty)
        #expect(points(drawing.line).count == 25)
    }

    @Test("a missing hour splits the line and is drawn as a gap")
    func gap() throws {
        let drawing = drawing(try series((0...24).filter { $0 != 10 }.map { ($0, 100 + Double($0)) }), .day)
        #expect(drawing.line.split(separator: "M").count == 2)
        #expect(drawing.area.split(separator: "M").count == 2)
        #expect(drawing.gaps.count == 1)
        #expect(drawing.gaps.first.map { "\($0.x) \($0.width)" } == "375 83.3")
    }

    @Test("an hour between two gaps is a dot")
    func dot() throws {
        let drawing = drawing(try series([(0, 100), (1, 101), (12, 105), (23, 102), (24, 103)]), .day)
        #expect(drawing.line.split(separator: "M").map { $0.hasSuffix("h0") } == [false, true, false])
    }

    @Test("hours missing at the start of the range are a gap too")
    func startsLate() throws {
        let drawing = drawing(try series((12...24).map { ($0, 100) }), .day)
        #expect(drawing.gaps.map(\.x) == ["0"])
        #expect(drawing.gaps.map(\.width) == ["500"])
    }

    @Test("every point of the drawing lies in its view box, whatever the prices", arguments: 0..<60)
    func inTheBox(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let scale = [0.001, 1, 90, 70_000, 1e9][Int(seed % 5)]
        let hours = (0..<Int64.random(in: 1...800, using: &random)).filter { _ in
            Int.random(in: 0..<20, using: &random) > 0
        }
        let series = try series((hours + [900]).map { ($0, scale * Double.random(in: 0.001...1, using: &random)) })
        for range in ChartRange.allCases {
            let drawing = drawing(series, range)
            for point in points(drawing.line) + points(drawing.area) {
                #expect((0...ChartGeometry.width).contains(point.x))
                #expect((0...ChartGeometry.height).contains(point.y))
            }
            #expect(points(drawing.line).count == series.last(range.duration).points.count)
        }
    }

    @Test(
        "the price axis has a few round ticks within its ends",
        arguments: [(100.0, 100.0), (66_000, 67_900), (0.0012, 0.0013), (1, 1e9)])
    func priceAxis(low: Double, high: Double) {
        let axis = PriceAxis(low: low, high: high)
        #expect((2...7).contains(axis.ticks.count))
        #expect(axis.ticks.allSatisfy { (axis.bottom...axis.top).contains($0) })
        #expect(axis.bottom < low && high < axis.top)
    }

    @Test("the latest price continues the line within the hour")
    func latest() throws {
        let page = try SampleMarket.candles()
        let series = try #require(PriceSeries(page, latest: SampleMarket.price(70_000)))
        #expect(series.newest == PricePoint(time: SampleMarket.now - .minutes(3), price: 70_000))
        #expect(series.missingCount == 0)
    }

    @Test("a latest price in another currency is not part of the line")
    func otherCurrency() throws {
        let series = try #require(
            PriceSeries(try SampleMarket.candles(), latest: SampleMarket.price(70_000, quote: .usdt)))
        #expect(series.newest.time == .hour(744))
    }

    /// A price of 0 from another host's API once kept a page busy for ever.
    @Test(
        "a scale for impossible prices is finite and has few ticks",
        arguments: [(0.0, 0.0), (-1, 1), (1e308, 1.7e308), (1e-300, 1e-300), (1e12, 1e12), (-.infinity, .infinity)])
    func impossible(low: Double, high: Double) {
        #expect(PriceAxis(low: low, high: high).ticks.count <= 10)
    }

    @Test("the drawing has a title and a description")
    func accessible() async throws {
        let chart = try await PageClient.page(try SampleMarket.reader(missing: [700, 701])).body.section("chart")
        #expect(chart.contains("role=\"img\" aria-labelledby=\"chart-title chart-description\""))
        #expect(chart.contains("<title id=\"chart-title\">Price chart, last 7 days</title>"))
        #expect(chart.contains("2 prices are missing (shaded)."))
        #expect(chart.contains("preserveAspectRatio=\"none\""))
    }

    @Test("the range is a link that works without JavaScript", arguments: [("24h", 24), ("7d", 168), ("30d", 720)])
    func ranges(range: String, hours: Int) async throws {
        let chart = try await PageClient.page(try SampleMarket.reader(), "/?range=\(range)").body.section("chart")
        #expect(chart.contains("href=\"/?range=\(range)\" data-range=\"\(range)\" aria-current=\"true\""))
        let line = try #require(chart.firstMatch(of: /class="line" d="([^"]+)"/)?.1)
        #expect(abs(points(String(line)).count - hours) <= 1)
    }

    private func data(_ page: CandlePage, _ language: Language = .french) throws -> ChartData {
        let price = SampleMarket.price()
        return ChartData(
            page, try #require(PriceSeries(page, latest: price)), latest: price, analysis: nil, range: .month,
            in: LocalizedFormatter(language, at: SampleMarket.now))
    }

    @Test("the chart data have a row for each candle, oldest first, and none where it is missing")
    func data() throws {
        let data = try data(try SampleMarket.candles(missing: [30]))
        let rows = data.candles.candles
        #expect(rows.count == 719)
        #expect(rows.first?.first == Double(Timestamp.hour(24).seconds))
        #expect(!rows.contains { $0.first == Double(Timestamp.hour(30).seconds) })
        #expect(rows.allSatisfy { $0.count == 6 } && rows.map { $0[0] } == rows.map { $0[0] }.sorted())
        #expect(data.candles.interval == "1h" && data.candles.step == 3600 && data.length == 2_592_000)
        #expect(data.latest?.price == 67_234.5)
        #expect(data.price == "{n}\u{A0}$")
        #expect(data.candles.doubtful == [])
    }

    @Test("the chart data name the candles on which the sources disagree")
    func doubtfulData() throws {
        var candles = try SampleMarket.candles()
        candles.candles[1].doubtful = true
        let data = try data(candles)
        #expect(data.candles.doubtful == [candles.candles[1].time.seconds])
        #expect(data.labels.doubt == "Les sources divergent sur ce cours")
    }

    @Test("candles in another currency are not part of the chart data")
    func otherQuote() throws {
        var page = try SampleMarket.candles()
        page.candles[700].quote = .usdt
        #expect(try data(page).candles.candles.count == 719)
    }

    @Test(
        "each range has the intervals that give some and at most a thousand candles",
        arguments: ChartRange.allCases)
    func intervals(range: ChartRange) {
        for interval in range.intervals {
            let view = ChartView(range, interval: interval)
            #expect(view.interval == interval && (1...1000).contains(view.query.limit))
            guard let duration = range.duration else { continue }
            let count = duration.wholeMilliseconds / 1000 / interval.seconds
            #expect((24...1000).contains(count), "\(interval)")
            #expect(Int64(view.query.limit) == count + 1)
        }
        #expect(ChartView(range, interval: .oneMinute).interval == range.intervals.first)
    }

    @Test(
        "an address that names no known range or interval gives the default",
        arguments: [("7d", "7w", "range=7d"), ("", "", "range=7d"), ("1y", "1w", "range=1y&interval=1w")])
    func address(range: String, interval: String, words: String) {
        #expect(ChartView(range: range, interval: interval).words == words)
    }

    @Test(
        "the ticks of every range lie in it, in order, and have different labels",
        arguments: [(1, 10), (7, 10), (30, 10), (91, 10), (365, 12), (1000, 10), (3650, 12)])
    func ticks(days: Int64, most: Int) {
        let (start, end) = (Timestamp.hour(0), Timestamp.hour(days * 24))
        let axis = TimeAxis(.all, from: start, endingAt: end, dates: LocalizedDates(strings: .english))
        #expect((2...most).contains(axis.ticks.count), "\(axis.ticks.map(\.label))")
        #expect(axis.ticks.allSatisfy { (0...1).contains(axis.share(of: $0.time)) })
        #expect(Set(axis.ticks.map(\.label)).count == axis.ticks.count)
    }

    @Test("the change over the range is the one from its first to its newest price")
    func change() async throws {
        let reader = try SampleMarket.reader()
        let chart = try await PageClient.page(reader, "/?range=24h").body.section("chart")
        let first = try SampleMarket.candle(720).close
        let percent = (67_234.5 / first - 1) * 100
        #expect(chart.contains("in 24 hours</p>"))
        #expect(chart.contains("<strong>+\((percent * 10).rounded() / 10)%</strong>"))
    }
}
