import Domain
import Foundation
import Testing

@testable import Deployment

@Suite("The index of a publisher") struct ReleaseIndexTests {
    private func index(_ releases: [(version: String, file: String, program: String, platform: String)]) throws
        -> ReleaseIndex
    {
        let entries = releases.map {
            #"{"version": "\#($0.version)", "commit": "c", "platform": "\#($0.platform)", "file": "\#($0.file)", "#
                + #""sha256": "a", "program": "\#($0.program)"}"#
        }
        return try ReleaseIndex(Data("{\"releases\": [\(entries.joined(separator: ","))]}".utf8), from: "/srv")
    }

    private func index(_ versions: String...) throws -> ReleaseIndex {
        try index(versions.map { ($0, "\($0).tar.gz", "program of \($0)", ReleaseDescription.platform) })
    }

    private func record(_ version: String, _ outcome: ReleaseRecord.Outcome) throws -> ReleaseRecord {
        let release = ReleaseDescription(
            version: try #require(ReleaseVersion(version)), commit: "", platform: "", sha256: "program of \(version)")
        return ReleaseRecord(release, time: Timestamp(seconds: 0), by: "update", outcome: outcome)
    }

    private func candidate(_ index: ReleaseIndex, over live: String, _ records: [ReleaseRecord] = []) throws -> String?
    {
        index.candidate(over: try #require(ReleaseVersion(live)), records).map { "\($0.version)" }
    }

    @Test("offers the newest release, and none that is not newer")
    func newest() throws {
        let index = try index("1.9.0", "1.10.0", "1.2.0")
        #expect(try candidate(index, over: "1.3.0") == "1.10.0")
        #expect(try candidate(index, over: "1.10.0") == nil)
        #expect(try candidate(index, over: "2.0.0") == nil)
    }

    @Test("offers no release that failed here, was rolled back from, or is another platform's")
    func excluded() throws {
        let index = try index("1.4.0", "1.5.0")
        #expect(try candidate(index, over: "1.3.0", [record("1.5.0", .refused)]) == "1.4.0")
        #expect(try candidate(index, over: "1.3.0", [record("1.5.0", .undone), record("1.4.0", .refused)]) == nil)
        // Rolled back: 1.3.0 is live again, and 1.4.0 was.
        #expect(try candidate(index, over: "1.3.0", [record("1.4.0", .replaced)]) == "1.5.0")
        #expect(try candidate(index, over: "1.3.0", [record("1.5.0", .replaced), record("1.3.0", .live)]) == nil)
        // Interrupted is no verdict.
        #expect(try candidate(index, over: "1.3.0", [record("1.5.0", .interrupted)]) == "1.5.0")
        let other = try self.index([("1.5.0", "a.tar.gz", "p", "linux-riscv64")])
        #expect(try candidate(other, over: "1.3.0") == nil)
    }

    @Test("offers a pre-release to a host that runs one only")
    func preReleases() throws {
        let index = try index("1.5.0-rc.1", "1.4.0")
        #expect(try candidate(index, over: "1.3.0") == "1.4.0")
        #expect(try candidate(index, over: "1.4.0") == nil)
        #expect(try candidate(index, over: "1.5.0-beta.2") == "1.5.0-rc.1")
    }

    @Test(
        "offers no file outside its folder",
        arguments: ["../a.tar.gz", "/etc/a.tar.gz", ".a.tar.gz", "a b.tar.gz", "a?.tar.gz", "a.zip", "a%2f.tar.gz", ""])
    func names(_ file: String) throws {
        let index = try index([("1.5.0", file, "p", ReleaseDescription.platform)])
        #expect(try candidate(index, over: "1.3.0") == nil)
    }

    @Test("that is none is refused", arguments: ["", "[]", "{}", #"{"releases": [{"version": "one"}]}"#])
    func damaged(_ text: String) {
        #expect(throws: DeploymentFailure.self) { try ReleaseIndex(Data(text.utf8), from: "/srv") }
    }
}

@Suite("The window of updates") struct UpdateWindowTests {
    /// 2026-11-27, at that time of day in UTC.
    private func time(_ hour: Int, _ minute: Int, _ second: Int = 0) -> Timestamp {
        Timestamp(seconds: Int64(1_795_737_600 + hour * 3600 + minute * 60 + second))
    }

    @Test("is from its first minute to before its last")
    func bounds() throws {
        let window = try #require(UpdateWindow("03:00-05:00"))
        #expect("\(window)" == "03:00-05:00")
        #expect(window.contains(time(3, 0)) && window.contains(time(4, 59, 59)))
        #expect(!window.contains(time(2, 59, 59)) && !window.contains(time(5, 0)) && !window.contains(time(15, 0)))
        #expect(window.contains(Timestamp(seconds: -86_400 + 4 * 3600)))
    }

    @Test("can go over midnight")
    func midnight() throws {
        let window = try #require(UpdateWindow("23:30-00:30"))
        #expect(window.contains(time(23, 30)) && window.contains(time(0, 0)) && window.contains(time(0, 29)))
        #expect(!window.contains(time(0, 30)) && !window.contains(time(12, 0)) && !window.contains(time(23, 29)))
    }

    @Test(
        "that is none, or is shorter than the timer can hit, is refused",
        arguments: [
            "", "03:00", "3:00-5:00", "03:00-03:00", "03:00-03:29", "24:00-05:00", "03:60-05:00", "03:00-05:00-06:00",
            "03:00 - 05:00", "-3:00-05:00", "+3:00-05:00", "٠٣:00-05:00",
        ])
    func refused(_ text: String) { #expect(UpdateWindow(text) == nil) }

    @Test("of half an hour is long enough")
    func shortest() { #expect(UpdateWindow("03:00-03:30") != nil) }
}

@Suite("The requests of real clients") struct RequestCountsTests {
    private func counts(_ ok: Int, _ failed: Int) -> RequestCounts {
        RequestCounts(
            Array(
                """
                # TYPE bitcoin_analyzer_http_requests_total counter
                bitcoin_analyzer_http_requests_total{route="/v1/price",status="200"} \(ok)
                bitcoin_analyzer_http_requests_total{route="/v1/news",status="503"} \(failed)
                bitcoin_analyzer_http_requests_total{route="/readyz",status="503"} 1000
                bitcoin_analyzer_http_requests_total{route="/v1/news",status="500"} NaN
                bitcoin_analyzer_http_request_duration_seconds_count 5000

                """.utf8))
    }

    @Test("are counted from the metrics, without probes of readiness")
    func counted() {
        let counts = counts(97, 3)
        #expect(counts.all == 100 && counts.failed == 3 && counts.failedShare == 0.03)
        #expect((counts + counts).all == 200)
    }

    @Test("are worse when server errors are many, above 1 %, and twice the share of before")
    func worse() {
        #expect(counts(95, 5).isWorse(than: nil))
        #expect(!counts(96, 4).isWorse(than: nil))
        #expect(!counts(1000, 6).isWorse(than: nil))
        #expect(!counts(95, 5).isWorse(than: counts(97, 3)))
        #expect(counts(93, 7).isWorse(than: counts(97, 3)))
        #expect(!RequestCounts().isWorse(than: nil))
    }
}
