import Domain
import Foundation
import Support
import Testing

@testable import Timeline

@Suite("Times of logs") struct TimelineTimeTests {
    @Test("without a year are of the year before where December stands before January")
    func newYear() async throws {
        let text =
            "Dec 30 10:00:00 h a: 1\nDec 31 23:59:59 h a: 2\nJan  1 00:00:01 h a: 3\nDec 31 23:59:58 h a: late\nJan  2 "
            + "00:00:00 h a: 4\n"
        let rows = try await Reading.rows([.lines(text, newest: "2026-01-03T00:00:00Z")])
        #expect(
            rows.map { $0.time.prefix(10) } == ["2025-12-30", "2025-12-31", "2025-12-31", "2026-01-01", "2026-01-02"])
    }

    @Test("without a year are counted back from the file's last line, over several years")
    func years() async throws {
        let text =
            "Mar  1 10:00:00 h a: 1\nNov  1 10:00:00 h a: 2\nFeb 29 10:00:00 h a: 3\nDec  1 10:00:00 h a: 4\nFeb  3 "
            + "10:00:00 h a: 5\n"
        let rows = try await Reading.rows([.lines(text, newest: "2025-02-04T00:00:00Z")])
        #expect(
            rows.map { $0.time.prefix(10) } == ["2023-03-01", "2023-11-01", "2024-02-29", "2024-12-01", "2025-02-03"])
    }

    @Test("without a year in a file of last year's autumn are of last year")
    func lastAutumn() async throws {
        let rows = try await Reading.rows([.lines("Nov  1 10:00:00 h a: 1\n", newest: "2026-02-04T00:00:00Z")])
        #expect(rows[0].time == "2025-11-01T10:00:00Z")
    }

    @Test(
        "without a zone are read in the one that is given, on both sides of a change of the clocks",
        arguments: [
            ("2026-03-29 01:59:59", "2026-03-29T00:59:59Z"), ("2026-03-29 03:00:00", "2026-03-29T01:00:00Z"),
            ("2026-07-01 12:00:00", "2026-07-01T10:00:00Z"),
            ("2026-10-25 02:30:00", "2026-10-25T00:30:00Z"), ("2026-10-25 03:00:00", "2026-10-25T02:00:00Z"),
            ("2026-03-29 02:30:00", "2026-03-29T01:30:00Z"),
        ])
    func paris(local: String, utc: String) async throws {
        let zone = try #require(LocalZone("Europe/Paris"))
        #expect(try await Reading.rows("\(local) x y\n", zone: zone).first?.time == utc)
    }

    @Test("in the hour that comes twice are in the order of the lines")
    func twice() async throws {
        // 2026-10-25, 03:00 CEST = 01:00 UTC: back to 02:00 CET.
        let locals = [
            "01:59:59", "02:00:00", "02:30:00", "02:59:59", "02:00:00", "02:30:00", "02:59:58", "02:59:59", "03:00:00",
        ]
        let text = locals.enumerated().map { "2026-10-25 \($1) line \($0)\n" }.joined()
        let zone = try #require(LocalZone("Europe/Paris"))
        let rows = try await Reading.rows(text, zone: zone)
        #expect(
            rows.map { $0.time.dropFirst(11) } == [
                "23:59:59Z", "00:00:00Z", "00:30:00Z", "00:59:59Z", "01:00:00Z", "01:30:00Z", "01:59:58Z", "01:59:59Z",
                "02:00:00Z",
            ])
        #expect(rows.map(\.message) == locals.indices.map { "line \($0)" })
    }

    @Test(
        "in the hour that comes twice are not moved by a little disorder, and are as their zone says where they say it")
    func twiceDisorder() async throws {
        let zone = try #require(LocalZone("Europe/Paris"))
        let text = "Oct 25 02:30:05 h a: 1\nOct 25 02:30:01 h a: 2\nOct 25 02:31:00 h a: 3\n"
        let rows = try await Reading.rows([.lines(text, newest: "2026-11-01T00:00:00Z")], zone: zone)
        #expect(rows.map { $0.time.dropFirst(11) } == ["00:30:01Z", "00:30:05Z", "00:31:00Z"])
        let named = try await Reading.rows("2026-10-25 02:30:00 CET x\n2026-10-25 02:30:00 CEST y\n", zone: zone)
        #expect(named.map { $0.time.dropFirst(11) + $0.message } == ["00:30:00Zy", "01:30:00Zx"])
    }

    @Test(
        "with the abbreviation of a zone are in it; one that several regions use is the local one",
        arguments: [
            ("EST", "UTC", "2026-11-24T00:00:00Z"), ("CET", "UTC", "2026-11-23T18:00:00Z"),
            ("JST", "UTC", "2026-11-23T10:00:00Z"), ("CST", "UTC", "2026-11-24T01:00:00Z"),
            ("CST", "Asia/Shanghai", "2026-11-23T11:00:00Z"), ("IST", "Asia/Kolkata", "2026-11-23T13:30:00Z"),
            ("-03", "UTC", "2026-11-23T22:00:00Z"), ("+0530", "UTC", "2026-11-23T13:30:00Z"),
            ("GET", "UTC", "2026-11-23T19:00:00Z"), ("- x", "UTC", "2026-11-23T19:00:00Z"),
        ])
    func abbreviations(name: String, zone: String, time: String) async throws {
        let zone = try #require(LocalZone(zone))
        let rows = try await Reading.rows("2026-11-23 19:00:00 \(name) [12] LOG:  x\n", zone: zone)
        #expect(rows.map(\.time) == [time])
    }

    @Test(
        "without a year are no later than the file, and a 29 February is in a year that has one",
        arguments: [
            (["Nov 20", "Jan  1", "Nov 20"], "2026-11-20", ["2025-11-20", "2026-01-01", "2026-11-20"]),
            (["Feb 28", "Feb 29", "Mar  1"], "2026-03-02", ["2024-02-28", "2024-02-29", "2024-03-01"]),
            (["Feb 28", "Feb 29", "Mar  1"], "2024-03-02", ["2024-02-28", "2024-02-29", "2024-03-01"]),
            (["Dec 31", "Jan  1"], "2026-12-30", ["2025-12-31", "2026-01-01"]),
            (
                ["Dec 31", "Jan  1", "Dec 31", "Jan  2"], "2026-01-05",
                ["2025-12-31", "2026-01-01", "2025-12-31", "2026-01-02"]
            ),
            (["Mar 20", "Mar  1"], "2026-04-01", ["2026-03-20", "2026-03-01"]),
            (["Jun  1"], "2026-05-30", ["2025-06-01"]),
        ] as [([String], String, [String])])
    func plausible(days: [String], written: String, dates: [String]) async throws {
        let texts = days.enumerated().map { "\($1) 10:00:0\($0) h a: \($0)\n" }
        let rows = try await Reading.rows([.lines(texts.joined(), newest: written + "T12:00:00Z")])
        let ordered = rows.sorted { $0.message < $1.message }
        #expect(ordered.map { String($0.time.prefix(10)) } == dates)
        // The same by every format without a year.
        let months = ["Jan": 1, "Feb": 2, "Mar": 3, "Jun": 6, "Nov": 11, "Dec": 12]
        let android = days.enumerated().map { index, day in
            let number = months[String(day.prefix(3))] ?? 0
            let date = (number < 10 ? "0" : "") + "\(number)-" + day.suffix(2).replacingOccurrences(of: " ", with: "0")
            return "\(date) 10:00:0\(index).000  1  2 D a: \(index)\n"
        }
        let other = try await Reading.rows([.lines(android.joined(), newest: written + "T12:00:00Z")])
        #expect(other.map(\.time) == rows.map(\.time))
    }

    @Test(
        "as numbers are seconds to nanoseconds by their size; other numbers are none",
        arguments: [
            ("1764064800", 1_764_064_800_000_000), ("1764064800.123456789", 1_764_064_800_123_456),
            ("1.764064800123e9", 1_764_064_800_123_000), ("1764064800123", 1_764_064_800_123_000),
            ("1.764064800123E+12", 1_764_064_800_123_000), ("1764064800123456", 1_764_064_800_123_456),
            ("1764064800123456789", 1_764_064_800_123_456), ("176406480012345678900", nil), ("0", nil), ("12345", nil),
            ("1.7e", nil), ("1.7e99", nil), ("17640648001", nil), ("1764064800x", nil), ("", nil), (".", nil),
            ("99999999999999999999999999999999", nil), ("1764064800.", 1_764_064_800_000_000),
        ] as [(String, Int64?)])
    func numbers(text: String, time: Int64?) {
        #expect(Array(text.utf8).withUnsafeBufferPointer { $0.unixTime() } == time)
    }

    @Test("zones are known by name or by offset; others are refused")
    func zones() throws {
        var zone = try #require(LocalZone("-05:30"))
        #expect(zone.utc(0) == 19_800)
        for bad in ["Mars/Olympus", "XYZ", "", "+5", "../etc/passwd"] { #expect(LocalZone(bad) == nil) }
    }

    @Test("of a host whose clock was off are put right")
    func skew() async throws {
        let rows = try await Reading.rows([
            .lines("2026-11-23T19:00:00Z info cause\n2026-11-23T19:00:02Z info effect\n"),
            .lines("2026-11-23T20:00:01Z info between\n", label: "b.log", skew: .seconds(-3600)),
        ])
        #expect(rows.map(\.message) == ["cause", "between", "effect"])
    }

    static let now = Timestamp(seconds: 1_795_460_400)  // 2026-11-23T19:00:00Z

    @Test(
        "are typed as people say them",
        arguments: [
            ("2h", "2026-11-23T17:00:00Z"), ("90s", "2026-11-23T18:58:30Z"), ("7d", "2026-11-16T19:00:00Z"),
            ("now", "2026-11-23T19:00:00Z"),
            ("today", "2026-11-22T23:00:00Z"), ("yesterday", "2026-11-21T23:00:00Z"),
            ("2026-11-01", "2026-10-31T23:00:00Z"), ("2026-07-01 12:30", "2026-07-01T10:30:00Z"),
            ("2026-11-23T10:00:00Z", "2026-11-23T10:00:00Z"), ("2026-11-23T10:00:00+05:00", "2026-11-23T05:00:00Z"),
            ("09:15", "2026-11-23T08:15:00Z"),
            ("2026-11-23 09:15:01", "2026-11-23T08:15:01Z"),
        ])
    func words(text: String, moment: String) throws {
        let zone = try #require(LocalZone("Europe/Paris"))
        #expect(MomentExpression.moment(text, zone: zone, now: Self.now)?.rfc3339 == moment)
    }

    @Test(
        "that mean nothing are refused",
        arguments: [
            "", "soon", "2h30", "25:00", "2026-02-30", "-2h", "h", "tomorrow?", "2026-11", "99999999999999999999d",
        ])
    func nonsense(text: String) { #expect(MomentExpression.moment(text, zone: .utc, now: Self.now) == nil) }

    @Test("of any day are read and written alike", arguments: 0..<100)
    func roundTrip(seed: UInt64) async throws {
        var generator = SeededGenerator(seed: seed)
        let moment = Timestamp(milliseconds: .random(in: 0..<4_000_000_000_000, using: &generator))
        let date = CivilDay.date(of: moment.seconds / 86_400)
        #expect(CivilDay.checked(year: date.year, month: date.month, day: date.day) == moment.seconds / 86_400)
        #expect(try await Reading.rows("\(moment.rfc3339) info x\n").first?.time == moment.rfc3339)
    }
}
