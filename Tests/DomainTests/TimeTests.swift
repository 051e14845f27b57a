import Domain
import Support
import Testing

@Suite("Time") struct TimeTests {
    @Test("RFC 3339 is written in UTC, with decimals only where there are some")
    func writes() {
        #expect(Timestamp(seconds: 1_767_225_600).rfc3339 == "2026-01-01T00:00:00Z")
        #expect(Timestamp(milliseconds: 1_767_225_600_250).rfc3339 == "2026-01-01T00:00:00.250Z")
    }

    @Test(
        "RFC 3339 is read with offsets, decimals, or as a bare day",
        arguments: [
            ("2026-01-01T00:00:00Z", 1_767_225_600_000), ("2026-01-01T01:00:00+01:00", 1_767_225_600_000),
            ("2026-01-01T00:00:00.250Z", 1_767_225_600_250), ("2026-01-01", 1_767_225_600_000),
        ] as [(String, Int64)])
    func reads(text: String, milliseconds: Int64) {
        #expect(Timestamp(rfc3339: text)?.milliseconds == milliseconds)
    }

    @Test(
        "what is not a time is not read",
        arguments: [
            "", "yesterday", "2026-13-01", "12:00", "2026-01-01T25:00:00Z", "2026-02-30", "2026-02-30T10:00:00Z",
            "2026-01-01T00:00:00Zjunk", "2026-01-01T00:00:00",
        ])
    func refuses(text: String) {
        #expect(Timestamp(rfc3339: text) == nil)
    }

    @Test("writing and reading give the same moment", arguments: 0..<200)
    func roundTrip(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let moment = Timestamp(milliseconds: .random(in: 0...4_000_000_000_000, using: &generator))
        #expect(Timestamp(rfc3339: moment.rfc3339) == moment)
    }

    @Test("a week opens on Monday")
    func weeks() {
        // 2026-01-01 was a Thursday.
        #expect(Interval.oneWeek.openTime(containing: .testEpoch).rfc3339 == "2025-12-29T00:00:00Z")
    }

    @Test("every moment lies in the candle that its open time names", arguments: Interval.allCases)
    func grid(interval: Interval) {
        var generator = SeededGenerator(seed: 1)
        for _ in 0..<200 {
            let moment = Timestamp(milliseconds: .random(in: -1_000_000_000_000...4_000_000_000_000, using: &generator))
            let open = interval.openTime(containing: moment)
            #expect(open <= moment && moment < open + interval.duration)
            #expect(interval.openTime(containing: open) == open)
        }
    }

    @Test("windows cover a range exactly once, in order", arguments: [1, 7, 24, 300, 1000])
    func windows(count: Int) {
        let range = TimeRange(.hour(3), until: .hour(1003))
        let opens = range.windows(of: count, every: .oneHour).flatMap { $0.openTimes(every: .oneHour) }
        #expect(opens == range.openTimes(every: .oneHour))
    }
}
