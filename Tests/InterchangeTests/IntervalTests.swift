import Domain
import Testing

@testable import Interchange

struct IntervalTests {
    private func text(_ seconds: [Int], from start: Int = 1_577_836_800) -> String {
        "time,open,high,low,close,volume\n" + seconds.map { "\(start + $0),100,110,90,105,1\n" }.joined()
    }

    @Test("the usual distance of the rows is the interval", arguments: Interval.allCases)
    func distance(_ interval: Interval) throws {
        let step = Int(interval.seconds)
        let monday = 1_577_664_000
        let (rows, gap) = ([0, 1, 2, 3, 7, 8, 9, 30], [9, 8, 7, 2, 1, 0])
        #expect(try ReadFile(text(rows.map { $0 * step }, from: monday)).file.interval == interval)
        #expect(try ReadFile(text(gap.map { $0 * step }, from: monday)).file.interval == interval)
    }

    @Test(
        "an interval that is not supported is refused, never taken for a shorter one", arguments: [1800, 7200, 43_200])
    func unsupported(_ seconds: Int) throws {
        let refused = try #require(failure { try ReadFile(text([0, 1, 2, 3].map { $0 * seconds })) })
        #expect(refused.kind == .needsOption)
        #expect(
            refused.message.english
                == "candles.csv: the rows are \(seconds) seconds apart, which is no supported interval")
    }

    @Test("one row shows no interval: the name or the option says it")
    func single() throws {
        #expect(failure { try ReadFile(text([0])) }?.kind == .needsOption)
        #expect(try ReadFile(text([0]), ImportOptions(interval: .oneDay)).file.interval == .oneDay)
        #expect(try ReadFile(text([0]), name: "btcusd_4h.csv").file.interval == .fourHours)
    }

    @Test("minutes of a quiet market are minutes when the name says so, and hours never are")
    func sparse() throws {
        let rows = [0, 180, 600, 780, 1500, 1680]
        #expect(failure { try ReadFile(text(rows)) }?.kind == .needsOption)
        #expect(try ReadFile(text(rows), name: "XBTUSD_1.csv").file.interval == .oneMinute)
        let hours = failure { try ReadFile(text([0, 3600, 7200]), name: "Gemini_BTCUSD_minute.csv") }
        #expect(
            hours?.message.english
                == "Gemini_BTCUSD_minute.csv: the name 'Gemini_BTCUSD_minute.csv' says 1m, the rows are 1h apart")
    }

    @Test("weeks open on Monday")
    func weeks() throws {
        let read = try ReadFile(text([0, 604_800], from: 1_577_664_000))
        #expect(read.file.interval == .oneWeek)
        #expect(failure { try ReadFile(text([0, 604_800])) }?.kind == .badRows)
    }
}
