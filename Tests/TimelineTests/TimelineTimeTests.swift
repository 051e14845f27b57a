import Domain
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
