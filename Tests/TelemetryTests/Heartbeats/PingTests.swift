import Domain
import Support
import Synchronization
import Testing

@testable import Telemetry

@Suite("Pings") struct PingTests {
    private let run = Run(
        id: RunID(rawValue: "r1"), traceID: "0af7651916cd43dd8448eb211c80319c", command: "collect", trigger: .timer,
        host: "h", started: .hour(0))

    private func finished(_ outcome: RunOutcome) -> Run {
        var run = run
        run.finished = run.started + .milliseconds(2500)
        run.outcome = outcome
        run.sources = [
            SourceReport(
                source: "kraken", part: .prices, failure: SourceFailure("kraken", .status(403))),
            SourceReport(
                source: "coinbase", part: .prices, fetched: 3, kept: WriteResult(new: 1, updated: 1, unchanged: 1)),
        ]
        return run
    }

    @Test(
        "go to the addresses of healthchecks.io, with the trace id as a UUID",
        arguments: [
            ("https://hc/ping/key", "https://hc/ping/key", ""), ("https://hc/ping/key/", "https://hc/ping/key", ""),
            ("https://hc/k/slug?create=1", "https://hc/k/slug", "create=1&"),
        ])
    func addresses(_ url: String, _ base: String, _ query: String) {
        let target = PingTarget(url: url)
        let id = "\(query)rid=0af76519-16cd-43dd-8448-eb211c80319c"
        #expect(target.url(for: .start, of: run) == "\(base)/start?\(id)")
        #expect(target.url(for: .success, of: run) == "\(base)?\(id)")
        #expect(target.url(for: .fail, of: run) == "\(base)/fail?\(id)")
    }

    @Test(
        "report start and end of a run in this order, with its summary",
        arguments: [
            (RunOutcome.ok, ""), (.degraded, ""), (.failed, "/fail"),
        ])
    func order(_ outcome: RunOutcome, _ suffix: String) async throws {
        let sent = Sent()
        let arrived = AsyncStream<Void>.makeStream()
        let pinger = Pinger(to: PingTarget(url: "u"), journal: MemoryJournal()) { url, text in
            sent.add(url, text)
            arrived.continuation.yield()
        }
        let log = PingingRunLog(MemoryRuns(), pinger: pinger)
        try await log.begin(run)
        for await _ in arrived.stream { break }
        try await log.finish(finished(outcome))
        await pinger.finish()
        #expect(sent.all.map { String($0.url.prefix { $0 != "?" }) } == ["u/start", "u" + suffix])
        let lines = sent.all[1].text.split(separator: "\n")
        #expect(
            lines[0]
                == "run r1: \(outcome.rawValue) (collect, timer) on h, trace 0af7651916cd43dd8448eb211c80319c, 2.5 s")
        #expect(
            lines.dropFirst() == [
                "kraken: blocked: HTTP 403, access refused", "coinbase: 1 new, 1 updated, 1 unchanged",
            ])
    }

    @Test("omit what a source wrote")
    func quotation() {
        var run = run
        run.sources = [
            SourceReport(
                source: "kraken", part: .prices, failure: SourceFailure("kraken", .status(500, excerpt: "secret")))
        ]
        #expect(run.summary.hasSuffix("\nkraken: http_status: HTTP 500"))
    }

    @Test("report a stopped run as failed")
    func stopped() async throws {
        let sent = Sent()
        let pinger = Pinger(to: PingTarget(url: "u"), journal: MemoryJournal()) { url, text in sent.add(url, text) }
        let log = PingingRunLog(MemoryRuns(), pinger: pinger)
        try await log.begin(run)
        try await log.abandon(run.id, at: .hour(1))
        await pinger.finish()
        #expect(sent.all.last?.url.hasPrefix("u/fail?") == true)
    }

    @Test("omit manual backfills")
    func backfill() async throws {
        let sent = Sent()
        let pinger = Pinger(to: PingTarget(url: "u"), journal: MemoryJournal()) { url, text in sent.add(url, text) }
        let log = PingingRunLog(MemoryRuns(), pinger: pinger)
        let run = Run(
            id: run.id, traceID: run.traceID, command: "backfill", trigger: .manual, host: "h", started: .hour(0))
        try await log.begin(run)
        try await log.finish(run)
        await pinger.finish()
        #expect(sent.all.isEmpty)
    }

    @Test("that fail are a warning each, and the run is recorded all the same")
    func failing() async throws {
        struct Refused: Error {}
        let (journal, runs) = (MemoryJournal(), MemoryRuns())
        let pinger = Pinger(to: PingTarget(url: "https://hc/secret"), journal: journal) { _, _ in throw Refused() }
        let log = PingingRunLog(runs, pinger: pinger)
        try await log.begin(run)
        await pinger.finish()
        try await log.finish(finished(.ok))
        await pinger.finish()
        #expect(journal.events.map(\.level) == [.warning, .warning])
        #expect(journal.events.allSatisfy { !$0.message.contains("secret") && $0.message.contains("PING_URL") })
        #expect(try await runs.runs(before: nil, limit: 1).map(\.outcome) == [.ok])
    }

    @Test("of a start that hangs are given up when the run ends")
    func hanging() async throws {
        let (sent, journal) = (Sent(), MemoryJournal())
        let pinger = Pinger(to: PingTarget(url: "u"), journal: journal) { url, text in
            if url.hasPrefix("u/start") { try await ContinuousClock().sleep(for: .seconds(600)) }
            sent.add(url, text)
        }
        let log = PingingRunLog(MemoryRuns(), pinger: pinger)
        try await log.begin(run)
        try await log.finish(finished(.ok))
        await pinger.finish()
        #expect(sent.all.map { String($0.url.prefix { $0 != "?" }) } == ["u"])
        #expect(journal.events.isEmpty)
    }
}

private final class Sent: Sendable {
    private let pings = Mutex<[(url: String, text: String)]>([])
    var all: [(url: String, text: String)] { pings.withLock(\.self) }
    func add(_ url: String, _ text: String) { pings.withLock { $0.append((url, text)) } }
}
