import Domain

/// A price series as SVG paths in a view box of ``width`` by ``height`` units, which the page stretches.
struct ChartGeometry: Sendable {
    static let width = 1000.0
    static let height = 400.0

    /// A time span without prices, in units from the left edge.
    struct Gap: Sendable {
        let x: String
        let width: String
    }

    /// One subpath for each continuous segment; no line crosses a missing candle.
    let line: String
    /// The same segments, filled down to the bottom.
    let area: String
    let gaps: [Gap]

    init(_ series: PriceSeries, time: TimeAxis, price: PriceAxis) {
        let segments = series.segments
        func x(_ point: PricePoint) -> Double { time.share(of: point.time) * Self.width }
        func position(_ point: PricePoint) -> String {
            "\(Self.unit(x(point))) \(Self.unit(price.share(of: point.price) * Self.height))"
        }

        line = segments.map { points in
            // A point without a neighbour is a line of length 0, which round caps draw as a dot.
            points.count == 1 ? "M\(position(points[0]))h0" : "M" + points.map(position).joined(separator: "L")
        }.joined()
        area = segments.compactMap { points in
            guard points.count > 1, let first = points.first, let last = points.last else { return nil }
            let floor = Self.unit(Self.height)
            return "M\(Self.unit(x(first))) \(floor)L" + points.map(position).joined(separator: "L")
                + "L\(Self.unit(x(last))) \(floor)Z"
        }.joined()

        let edges =
            [(0.0, segments.first?.first.map(x) ?? 0)]
            + zip(segments, segments.dropFirst()).compactMap { before, after in
                guard let last = before.last, let first = after.first else { return nil }
                return (x(last), x(first))
            }
        // The span before the first point is a gap only if longer than a candle: the range rarely begins with one.
        let step =
            Self.width * Double(series.interval.seconds) * 1000
            / Double(time.end.milliseconds - time.start.milliseconds)
        gaps = edges.filter { $0.1 - $0.0 > step * 1.01 }.map { Gap(x: Self.unit($0.0), width: Self.unit($0.1 - $0.0)) }
    }

    /// One decimal is a tenth of a pixel at most.
    private static func unit(_ value: Double) -> String {
        let rounded = (value * 10).rounded() / 10
        return rounded == rounded.rounded() ? "\(Int(clamped: rounded))" : "\(rounded)"
    }
}
