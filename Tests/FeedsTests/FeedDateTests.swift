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
            "Thu, 01 Jan 2026 11:00:00 GMT+01:00", "giovedì 1 gennaio 2026 11:00 CET",
            "gio, 01 gen 2026 11:00:00 +0100",
            "jeudi 1 janvier 2026 à 11h00 +0100", "1 janv. 2026 - 10:00", "jueves, 1 de enero de 2026, 10:00",
            "jue, 01 ene 2026 10:00:00 +0000", "Donnerstag, 1. Januar 2026, 11:00 Uhr MEZ",
            "Do, 01 Jan 2026 10:00:00 GMT",
            "quinta-feira, 1 de janeiro de 2026 às 10h00", "qui, 01 jan 2026 10:00:00 +0000",
            "Чт, 01 янв 2026 13:00:00 +0300", "1 января 2026 г. 13:00 MSK", "2026年1月1日 18:00:00 +0800",
            "2026年1月1日 星期四 18:00", "2026年01月01日 下午6:00", "2026年1月1日(木) 19時00分", "2026年1月1日 午後7:00 JST",
            "01.01.2026 10:00", "2026-01-01 - 10:00", "2026-W01-4T10:00:00Z", "2026W014T100000Z", "1767261600",
            "1767261600000", "01 Jan 2026 10:00:00 Z", "Thu, 1 Jan 2026 02:00:00 PST", "Thu, 01 Jan 2026 07:00:00 BRT",
            "01/01/2026 10:00:00",
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
            "2026-W54-1", "2026-W01-8",
            "Thu, 01 Jan 2026 10:00:00 XYZ",
            "01/02/2026",
            "Thu, 01 Jan 2026 10:00:00 +99:00", "Jan 2026", "10:00:00", "2026-01-01T10:00:00+01:00:00 extra",
            "1 Jan Feb 2026", "1 juin juillet 2026",
            "٢٠٢٦-٠١-٠١", "2026-01-01 10:14:55.1e99", "2026-01-01T10:14:55.1e99Z", "Thu, 01 Jan 2026 10:14:55.1e99 GMT",
        ])
    func none(text: String) {
        #expect(FeedDate.parse(text) == nil)
    }

    @Test("24:00 is the end of the day", arguments: ["2026-01-01T24:00:00Z", "Thu, 01 Jan 2026 24:00:00 GMT"])
    func midnight(text: String) { #expect(FeedDate.parse(text) == .hour(24)) }

    @Test("a day above 12 shows the order of day and month", arguments: ["31/12/2025", "12/31/2025", "31.12.2025"])
    func order(text: String) { #expect(FeedDate.parse(text)?.rfc3339 == "2025-12-31T00:00:00Z") }

    @Test(
        "every month in every language",
        arguments: [
            "gen feb mar apr mag giu lug ago set ott nov dic",
            "janv. févr. mars avr. mai juin juil. août sept. oct. nov. déc.",
            "ene feb mar abr may jun jul ago sep oct nov dic", "Jan Feb Mär Apr Mai Jun Jul Aug Sep Okt Nov Dez",
            "jan fev mar abr mai jun jul ago set out nov dez", "янв фев мар апр мая июн июл авг сен окт ноя дек",
        ])
    func months(names: String) {
        for (index, name) in names.split(separator: " ").enumerated() {
            let number = index < 9 ? "0\(index + 1)" : "\(index + 1)"
            #expect(FeedDate.parse("15 \(name) 2026 10:00")?.rfc3339 == "2026-\(number)-15T10:00:00Z", "\(name)")
        }
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

@Suite("Dates of further languages") struct FurtherDateTests {
    @Test(
        "months in Turkish, Czech, Romanian, Swedish, Finnish, Ukrainian and Croatian, and a zone that has lost its plus",
        arguments: [
            ("Çar, 25 Kas 2026 10:00:00 +0000", "2026-11-25T10:00:00Z"),
            ("Sre, 25 stu 2026 10:00:00 +0000", "2026-11-25T10:00:00Z"),
            ("25 Aralık 2026 10:00", "2026-12-25T10:00:00Z"), ("25. října 2026 10:00", "2026-10-25T10:00:00Z"),
            ("25 iulie 2026 10:00", "2026-07-25T10:00:00Z"), ("25 maj 2026 10:00", "2026-05-25T10:00:00Z"),
            ("25 marraskuu 2026 10:00", "2026-11-25T10:00:00Z"), ("25 серпня 2026 10:00", "2026-08-25T10:00:00Z"),
            ("25 listopada 2026 10:00", "2026-11-25T10:00:00Z"),
            ("2026-11-25T10:00:00 01:00", "2026-11-25T09:00:00Z"),
        ])
    func dates(text: String, date: String) { #expect(FeedDate.parse(text) == Timestamp(rfc3339: date)) }
}
