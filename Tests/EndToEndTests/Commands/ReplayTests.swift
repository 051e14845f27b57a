import Domain
import Exchanges
import Foundation
import Outbound
import Sandbox
import Support
import Testing

/// Recorded answers of real venues, served over HTTP and collected by the real program.
@Suite(.enabled(if: SharedData.isHere, "\(SharedData.skipped)"))
struct ReplayTests {
    @Test(
        "the recorded Binance pages across the gap of 2020-06-28 give exactly the 1,468 hours that exist",
        arguments: Engine.all)
    func binance(_ engine: Engine) async throws {
        let rows = try ["binance-klines-6.json", "binance-klines-7.json"].flatMap { try Recording($0).rows }
        let range = TimeRange(Timestamp(seconds: 1_588_280_400), until: Timestamp(seconds: 1_593_576_000))
        let hours = rows.compactMap { ($0.first as? Int64).map(Timestamp.init(milliseconds:)) }
        let gap = range.openTimes(every: .oneHour).filter { !Set(hours).contains($0) }
        try #require(gap.count == 3 && Set(hours).count == 1468)

        try await withReplay { recording in
            // Binance's answers to what the program asks: the recorded rows, cut where its pages are.
            let newest = TimeRange(range.end - .hours(1000), until: range.end)
            // The newest page first; the one before it begins where the range does, and ends with what is known.
            let older = TimeRange(range.start, until: newest.start + .hours(1))
            let windows = [newest, older, TimeRange(gap[0], until: gap[2] + .hours(1))]
            for window in windows {
                let page = rows.filter { row in
                    (row.first as? Int64).map { window.contains(Timestamp(milliseconds: $0)) } == true
                }
                let last = window.end - .hours(1)
                try recording.add(
                    page,
                    to:
                        "/api/v3/klines?symbol=BTCUSDT&interval=1h&startTime=\(window.start.milliseconds)&endTime=\(last.milliseconds)&limit=1000"
                )
            }
        } with: { replay in
            try await withWorld(engine, replay: replay) { world in
                let words = ["backfill", "--from", range.start.rfc3339, "--to", range.end.rfc3339, "--json"]
                let settings = world.settings.merging(["PRICE_SOURCES": "binance=\(world.sandbox.replayURL)"]) { $1 }
                let ended = try await BitcoinAnalyzer.run(words, settings, in: world.folder)
                #expect(ended.code == 0, "\(ended.errors)")
                let dump = try await world.dump()
                #expect(dump.candles.count == 1468)
                #expect(Set(dump.openTimes) == Set(hours))
                #expect(dump.candles.allSatisfy { $0.isClosed && $0.candle.quote == .usdt })

                // Asked again, at most the gap is asked for, and nothing is invented.
                world.sandbox.requests.clear()
                let again = try await BitcoinAnalyzer.run(words, settings, in: world.folder)
                #expect(again.code == 0, "\(again.errors)")
                #expect(world.sandbox.requests.all.count <= 1)
                #expect(try await world.dump().candles == dump.candles)
            }
        }
    }

    @Test(
        "the recorded Coinbase minutes, newest first and with low before high, are kept as they were",
        arguments: Engine.all)
    func coinbase(_ engine: Engine) async throws {
        let replay = try Replay(
            folders: [try Recording.folder], bodies: ["/products/BTC-USD/candles": "coinbase-candles.json"])
        try await withWorld(engine, replay: replay) { world in
            let ended = try await world.run(
                "backfill", "--interval", "1m", "--from", "2018-02-01", "--to", "2018-02-01T00:10:00Z",
                with: ["PRICE_SOURCES": "coinbase=\(world.sandbox.replayURL)"])
            #expect(ended.code == 0, "\(ended.errors)")
            let candles = try await Dump(of: world.database, .oneMinute).candles.map(\.candle)
            #expect(candles.count == 10)
            let last = try Candle(
                .oneMinute, at: Timestamp(seconds: 1_517_443_740), open: 10106.01, high: 10120.21, low: 10106,
                close: 10120.21,
                volume: 2.85107455)
            #expect(candles.last == last)
        }
    }

    @Test(
        "the recorded Bitstamp minutes, numbers as strings, are kept, those without a trade too",
        arguments: Engine.all)
    func bitstamp(_ engine: Engine) async throws {
        struct Told: Decodable {
            struct Body: Decodable { let data: Rows }
            struct Rows: Decodable { let ohlc: [Row] }
            struct Row: Decodable { let timestamp, close, volume: String }
            let body: Body
        }
        let told = try JSONDecoder().decode(
            Told.self, from: Data(try SharedData.bytes("exchanges/bitstamp-ohlc-2.json"))
        ).body.data.ohlc
        let times = told.compactMap { Int64($0.timestamp).map(Timestamp.init(seconds:)) }
        let range = TimeRange(Timestamp(seconds: 1_577_776_800), until: Timestamp(seconds: 1_577_836_800))

        try await withReplay(bodies: ["/api/v2/ohlc/btcusd": "bitstamp-ohlc-2.json"]) { recording in
            try recording.add(bareBodyOf: "bitstamp-ohlc-2.json")
        } with: { replay in
            try await withWorld(engine, replay: replay) { world in
                let ended = try await world.run(
                    "backfill", "--interval", "1m", "--from", range.start.rfc3339, "--to", range.end.rfc3339,
                    with: ["PRICE_SOURCES": "bitstamp=\(world.sandbox.replayURL)"])
                #expect(ended.code == 0, "\(ended.errors)")
                let candles = try await Dump(of: world.database, .oneMinute).candles.map(\.candle)
                #expect(Set(candles.map(\.openTime)) == Set(times) && candles.count == Set(times).count)
                #expect(candles.last?.close == told.last.flatMap { Double($0.close) })
                #expect(candles.count { $0.volume == 0 } == told.count { Double($0.volume) == 0 })
            }
        }
    }

    // The program does not ask Kraken for what is older than its newest 720 candles, so its recording of 2017 is read
    // by its adapter.
    @Test("the recorded Kraken minutes come through its adapter over HTTP")
    func kraken() async throws {
        let replay = try Replay(folders: [try Recording.folder], bodies: ["/0/public/OHLC": "kraken-ohlc.json"])
        try await withWorld(replay: replay) { world in
            let client = PoliteClient(userAgent: "end-to-end tests")
            let source = Venue.kraken.source(baseURL: world.sandbox.replayURL, fetcher: client)
            let range = TimeRange(Timestamp(seconds: 1_502_402_520), until: Timestamp(seconds: 1_502_445_720))
            let batch = try? await source.candles(of: .oneMinute, in: range)
            await client.shutdown()
            // Of the 720, 17 are minutes without a trade.
            #expect(batch?.candles.count == 720 && batch?.rejected == [])
            #expect(batch?.candles.count { $0.volume == 0 } == 17)
        }
    }
}

/// A folder that a replay is made of.
private struct RecordingFolder {
    let path: String

    /// The answer to one request.
    func add(_ rows: [[Any]], to target: String) throws {
        let body = try JSONSerialization.data(withJSONObject: rows)
        let text = #"{"request": "GET \#(target)", "body": \#(String(decoding: body, as: UTF8.self))}"#
        try Data(text.utf8).write(to: URL(filePath: path + "/\(UUID().uuidString).json"))
    }

    /// Only what was answered, of a recording that holds its request too.
    func add(bareBodyOf name: String) throws {
        let recorded =
            try JSONSerialization.jsonObject(with: Data(try SharedData.bytes("exchanges/" + name))) as? [String: Any]
        let body = try #require(recorded?["body"])
        try JSONSerialization.data(withJSONObject: body).write(to: URL(filePath: path + "/" + name))
    }
}

private struct Recording {
    let rows: [[Any]]

    init(_ name: String) throws {
        let recorded =
            try JSONSerialization.jsonObject(with: Data(try SharedData.bytes("exchanges/" + name))) as? [String: Any]
        rows = try #require(recorded?["body"] as? [[Any]]).map { row in
            row.map { value in (value as? NSNumber).map { $0.int64Value as Any } ?? value }
        }
    }

    static var folder: String {
        get throws { try #require(SharedData.folder) + "/exchanges" }
    }
}

private func withReplay(
    bodies: [String: String] = [:], isolation: isolated (any Actor)? = #isolation,
    _ fill: (RecordingFolder) throws -> Void,
    with body: (Replay) async throws -> Void
) async throws {
    let path = FileManager.default.temporaryDirectory.path + "/recording-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: path) }
    try fill(RecordingFolder(path: path))
    try await body(try Replay(folders: [path], bodies: bodies))
}
