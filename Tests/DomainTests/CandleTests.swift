import Domain
import Support
import Testing

@Suite("A candle") struct CandleTests {
    @Test(
        "is refused when its numbers cannot be those of a candle",
        arguments: [
            (1.0, 3.0, 2.0, 2.5, 1.0), (1, 0.5, 0.1, 1, 1), (-1, 1, -1, 1, 1), (1, .infinity, 1, 1, 1),
            (1, 1, 1, 1, -1), (.nan, 1, 1, 1, 1), (0, 1, 0, 1, 1),
        ])
    func implausible(open: Double, high: Double, low: Double, close: Double, volume: Double) {
        #expect(throws: Candle.Implausible.self) {
            try Candle(.oneHour, at: .hour(0), open: open, high: high, low: low, close: close, volume: volume)
        }
    }

    @Test("is refused off the grid of its interval")
    func offGrid() {
        #expect(throws: Candle.Implausible.self) {
            try Candle(.oneHour, at: .hour(0) + .minutes(1), open: 1, high: 1, low: 1, close: 1, volume: 1)
        }
    }

    @Test("is closed when it was seen after its end, and only then")
    func closed() throws {
        let candle = try Candle.hour(5)
        func seen(_ moment: Timestamp) -> ArchivedCandle {
            ArchivedCandle(candle, source: "s", run: RunID(rawValue: "r"), seenAt: moment)
        }
        #expect(!seen(.hour(6) - .milliseconds(1)).isClosed)
        #expect(seen(.hour(6)).isClosed)
        #expect(ClosedCandle(seen(.hour(5) + .minutes(59))) == nil)
        #expect(seen(.hour(5) + .minutes(30)).priceTime == .hour(5) + .minutes(30))
        #expect(seen(.hour(9)).priceTime == .hour(6))
    }
}
