import Domain
import FoundationEssentials
import NIOHTTP1
import Sandbox
import Support
import Testing

struct ReplayTests {
    /// Runs `body` beside a sandbox that replays these files.
    private func replaying(
        _ files: [String: String], bodies: [String: String] = [:], _ body: (RunningSandbox) async throws -> Void
    ) async throws {
        let folder = FileManager.default.temporaryDirectory.path + "/replay-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        for (name, text) in files { try Data(text.utf8).write(to: URL(filePath: folder + "/" + name)) }
        try await withSandbox(.still(at: midHour, replay: try Replay(folders: [folder], bodies: bodies)), body)
    }

    private let recording = [
        "one.json": #"{"request": "GET /api/v3/klines?limit=2&symbol=BTCUSDT", "body": [[1, "2.50"]]}"#,
        "two.json": #"{"request": "GET /api/v3/klines?limit=3&symbol=BTCUSDT", "body": {"other": 1.10}}"#,
    ]

    @Test("a recorded request is answered byte for byte, whatever the order of its parameters")
    func recorded() async throws {
        try await replaying(recording) { sandbox in
            let one = try await ask(sandbox.replayURL + "/api/v3/klines?limit=2&symbol=BTCUSDT")
            let two = try await ask(sandbox.replayURL + "/api/v3/klines?symbol=BTCUSDT&limit=3")
            #expect([one.text, two.text] == [#"[[1, "2.50"]]"#, #"{"other": 1.10}"#])
        }
    }

    @Test("the response to an unrecorded request lists the recorded ones")
    func unknown() async throws {
        try await replaying(recording) { sandbox in
            let response = try await ask(sandbox.replayURL + "/api/v3/klines?symbol=BTCUSDT&limit=4")
            #expect(response.status == 404)
            #expect(response.text.contains("limit=4") && response.text.contains("limit=2&symbol=BTCUSDT"))
        }
    }

    @Test("a bare file is served under its name, and for the path it is mapped to")
    func bare() async throws {
        try await replaying(
            ["feed.xml": "<rss/>", "rows.json": "[]"], bodies: ["/products/BTC-USD/candles": "rows.json"]
        ) { sandbox in
            let feed = try await ask(sandbox.replayURL + "/feed.xml")
            #expect(feed.text == "<rss/>" && feed.headers["content-type"] == ["application/xml; charset=utf-8"])
            #expect(try await ask(sandbox.replayURL + "/products/BTC-USD/candles?granularity=60").text == "[]")
        }
    }

    @Test(
        "nothing outside the folder is served",
        arguments: ["/../../etc/passwd", "/%2e%2e/%2e%2e/etc/passwd", "//etc/passwd"])
    func outside(_ path: String) async throws {
        try await replaying(recording) { sandbox in
            let response = try await ask(sandbox.replayURL + path)
            #expect(response.status == 404)
        }
    }

    @Test("a file that is not there cannot be mapped")
    func noSuchFile() {
        #expect(throws: Replay.Unknown.self) { try Replay(folders: [], bodies: ["/path": "nothing.json"]) }
    }

    @Test("faults apply to replayed responses too")
    func faults() async throws {
        try await replaying(recording) { sandbox in
            sandbox.faults.set(.status(503), on: .replay, times: 1)
            let response = try await ask(sandbox.replayURL + "/api/v3/klines?limit=2&symbol=BTCUSDT")
            #expect(response.status == 503)
        }
    }

    @Test(
        "the recorded pages across the gap of 2020-06-28 hold 1468 hours",
        .enabled(if: SharedData.isHere, Comment(rawValue: SharedData.skipped)))
    func recordedPages() async throws {
        let folder = try #require(SharedData.folder) + "/exchanges"
        let replay = try Replay(folders: [folder], bodies: ["/0/public/OHLC": "kraken-ohlc.json"])
        try await withSandbox(.still(at: midHour, replay: replay)) { sandbox in
            let query = "/api/v3/klines?symbol=BTCUSDT&interval=1h&limit=1000&"
            let first = try await ask(sandbox.replayURL + query + "startTime=1588280400000&endTime=1591880400000").json(
                [[Cell]].self)
            let second = try await ask(sandbox.replayURL + query + "startTime=1591880400000&endTime=1593572400000")
                .json([[Cell]].self)
            #expect(Set((first + second).compactMap { $0.first?.number }).count == 1468)
            let kraken = try await ask(sandbox.replayURL + "/0/public/OHLC?pair=XBTUSD&interval=1")
            #expect(try kraken.body == SharedData.bytes("exchanges/kraken-ohlc.json"))
        }
    }
}
