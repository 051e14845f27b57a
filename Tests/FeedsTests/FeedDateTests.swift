import Domain
import FoundationEssentials
import Support
import Testing

@testable import Feeds

@Suite("Dates as feeds write them")
struct FeedDateTests {
    @Test(
        "the same moment in many ways",
        arguments: [
            "Thu, 01 Jan 2026 10:00:00 GMT", "Thu, 1 Jan 2026 10:00 +0000", "01 Jan 26 10:00:00 UT",
            "Thursday, 01-Jan-26 10:00:00 GMT",
            "Thu Jan  1 10:00:00 2026",
            "Thu Jan 01 11:00:00 +0100 2026", "2026-01-01T10:00:00Z", "2026-01-01T05:00:00.000-05:00",
            "2026-01-01 10:00:00", "20260101T100000Z",
            "2026-001T10:00Z",
            "Thu, 01 Jan 2026 05:00:00 EST", "Thu, 01 Jan 2026 15:30:00 IST", "January 1st, 2026 at 10:00 am",
            "jeudi 1er janvier 2026 11:00 CET",
            "jeu., 01 janv. 2026 11:00:00 +0100", "Do, 01 Januar 2026 11:00:00 MEZ", "Fri, 2 Jan 2026 00:00:00 +1400",
            "Thu, 01 Jan 2026 10:00:00 GMT (Coordinated)",
            "  Thu,  01 Jan 2026\n10:00:00  Z ", "2026/01/01 10:00:00", "2026-01-01 10:00 AM",
            "Thu, 01 Jan 2026 11:00:00 GMT+01:00",
        ])
    func tenOClock(text: String) {
        #expect(FeedDate.parse(text) == .hour(10))
    }

    @Test("milliseconds are kept")
    func milliseconds() {
        #expect(FeedDate.parse("2026-01-01T00:00:00.25Z")?.milliseconds == Timestamp.testEpoch.milliseconds + 250)
    }

    @Test("a weekday that is spelt like a month is a weekday")
    func mardi() {
        #expect(FeedDate.parse("mar., 06 janv. 2026 00:00:00 GMT") == .hour(120))
    }

    @Test(
        "noon and midnight on a clock of twelve hours",
        arguments: [("12:00 AM", 0), ("12:00 PM", 12), ("1:30 pm", 13)] as [(String, Int64)])
    func noon(clock: String, hour: Int64) throws {
        let time = try #require(FeedDate.parse("1 January 2026 \(clock)"))
        #expect(Int64(time.seconds - Timestamp.testEpoch.seconds) / 3600 == hour)
    }

    @Test(
        "what is no date for certain is none",
        arguments: [
            "", "yesterday", "Sun, 31 Feb 2026 10:00:00 GMT", "2026-02-30", "2026-13-01", "2026-01-01T24:01:00Z",
            "Thu, 01 Jan 2026 10:00:00 XYZ",
            "01/02/2026",
            "Thu, 01 Jan 2026 10:00:00 +99:00", "Jan 2026", "10:00:00", "2026-01-01T10:00:00+01:00:00 extra",
            "1 Jan Feb 2026", "1 juin juillet 2026",
            "٢٠٢٦-٠١-٠١", "2026-01-01 10:14:55.1e99", "2026-01-01T10:14:55.1e99Z", "Thu, 01 Jan 2026 10:14:55.1e99 GMT",
        ])
    func none(text: String) {
        #expect(FeedDate.parse(text) == nil)
    }

    @Test("leap days exist in leap years only")
    func leapDays() {
        #expect(FeedDate.parse("29 Feb 2024 00:00:00 GMT")?.rfc3339 == "2024-02-29T00:00:00Z")
        #expect(FeedDate.parse("2000-02-29")?.rfc3339 == "2000-02-29T00:00:00Z")
        #expect(FeedDate.parse("29 Feb 2026 00:00:00 GMT") == nil)
        #expect(FeedDate.parse("1900-02-29") == nil)
    }

    @Test("every day of four centuries has its own number")
    func everyDay() throws {
        var expected = try #require(FeedDate.parse("1800-01-01"))
        for year in 1800..<2200 {
            for month in 1...12 {
                for day in 1...CivilDay.days(inMonth: month, of: year) {
                    let moment = CivilTime(year: year, month: month, day: day).timestamp
                    #expect(moment == expected)
                    expected = expected + .days(1)
                }
            }
        }
        #expect(expected.rfc3339 == "2200-01-01T00:00:00Z")
    }

    /// `22013` has the shape of `03335`, which is ISO 8601's day 335 of 2003; both cannot be right.
    private static let notAgreed = ["22013"]

    @Test("the recorded dates are read as recorded", .enabled(if: SharedData.isHere, "\(SharedData.skipped)"))
    func recorded() throws {
        struct Line: Decodable {
            let input: String
            let expected: [Int]?

            private enum CodingKeys: String, CodingKey {
                case input
                case expected = "expected_utc_ymdhms"
            }
        }
        let lines = try SharedData.bytes("feeds/dates.jsonl").split(separator: UInt8(ascii: "\n"))
        #expect(lines.count == 72)
        for line in lines {
            let line = try JSONDecoder().decode(Line.self, from: Data(line))
            guard !Self.notAgreed.contains(line.input) else { continue }
            let expected = line.expected.flatMap { parts -> Timestamp? in
                var civil = CivilTime(year: parts[0], month: parts[1], day: parts[2])
                (civil.clock.hour, civil.clock.minute, civil.clock.second) = (parts[3], parts[4], parts[5])
                return civil.timestamp
            }
            // The record has whole seconds.
            #expect(FeedDate.parse(line.input)?.seconds == expected?.seconds, "\(line.input)")
        }
    }
}
