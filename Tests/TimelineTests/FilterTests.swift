import Domain
import Logging
import Testing

@testable import Timeline

@Suite("Filters of the timeline") struct TimelineFilterTests {
    static let text = """
        2026-11-23T18:59:59Z debug early
        2026-11-23T19:00:00Z info begun  run=20261123T190000Z-3f9a2c1e trace_id=0af7651916cd43dd8448eb211c80319c
        {"level":"warning","message":"say \\"no\\"","time":"2026-11-23T19:00:01Z","run":"20261123T190000Z-3f9a2c1e"}
        Nov 23 19:00:02 vps CRON[1]: collect
          needle below
        {"__REALTIME_TIMESTAMP":"1795460403000000","_SYSTEMD_UNIT":"bitcoin-analyzer-api.service","PRIORITY":"3","MESSAGE":"down"}
        2026-11-23T19:00:04Z critical over 0af7651916cd43dd8448eb211c80319cff

        """

    func seconds(_ filter: EntryFilter) async throws -> [String] {
        try await Reading.rows(Self.text, filter: filter).map { String($0.time.dropLast().suffix(2)) }
    }

    @Test("keep the moments from the first up to, and without, the last")
    func range() async throws {
        let (from, to) = (Timestamp(rfc3339: "2026-11-23T19:00:00Z"), Timestamp(rfc3339: "2026-11-23T19:00:02Z"))
        #expect(try await seconds(EntryFilter(since: from, until: to)) == ["00", "01"])
    }

    @Test("keep a level and those above it; a line without one counts as info")
    func level() async throws {
        #expect(try await seconds(EntryFilter(level: .warning)) == ["01", "03", "04"])
        #expect(try await seconds(EntryFilter(level: .info)) == ["00", "01", "02", "03", "04"])
    }

    @Test(
        "keep a unit by its name, with or without its kind, a program, or a file",
        arguments: [
            ("bitcoin-analyzer-api", ["03"]), ("bitcoin-analyzer-api.service", ["03"]), ("CRON", ["02"]),
            ("cron", ["02"]), ("a.log", ["59", "00", "01", "02", "03", "04"]),
        ])
    func unit(name: String, kept: [String]) async throws { #expect(try await seconds(EntryFilter(unit: name)) == kept) }

    @Test("name the units that there are where none has the wanted name")
    func unknownUnit() async throws {
        for name in ["bitcoin-analyzer", "nope"] {
            let error = await #expect(throws: UnknownUnit.self) { try await seconds(EntryFilter(unit: name)) }
            #expect(error?.known == ["CRON", "bitcoin-analyzer-api.service"])
        }
        // One that there is, but not at that level, is known.
        #expect(try await seconds(EntryFilter(level: .error, unit: "CRON")) == [])
    }

    @Test(
        "keep what holds a text, also below the line, and as it is meant in JSON",
        arguments: [("needle", ["02"]), (#"say "no""#, ["01"]), ("nowhere", [])])
    func text(text: String, kept: [String]) async throws { #expect(try await seconds(EntryFilter(text: text)) == kept) }

    @Test("match a trace by its complete id, with the lines of its run")
    func trace() async throws {
        let trace = "0af7651916cd43dd8448eb211c80319c"
        #expect(try await seconds(EntryFilter(identities: [trace])) == ["00"])
        let outline = try await Timeline([.lines(Self.text)], zone: .utc, filter: EntryFilter(identities: [trace]))
            .outline()
        #expect(outline.runs == ["20261123T190000Z-3f9a2c1e"] && outline.entries == 1)
        #expect(try await seconds(EntryFilter(identities: [trace] + outline.runs)) == ["00", "01"])
        #expect(try await seconds(EntryFilter(identities: [trace.uppercased()])) == ["00"], "without case")
    }
}
