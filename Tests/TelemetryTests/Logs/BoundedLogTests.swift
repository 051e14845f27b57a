import Logging
import Synchronization
import Testing

@testable import Telemetry

@Suite("Bounded log lines") struct BoundedLogTests {
    /// Keeps what is logged.
    private struct Kept: LogHandler {
        final class Lines: Sendable { let all = Mutex<[(level: Logger.Level, message: String)]>([]) }
        let lines: Lines
        var logLevel = Logger.Level.debug
        var metadata: Logger.Metadata = [:]
        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }
        func log(event: LogEvent) { lines.all.withLock { $0.append((event.level, event.message.description)) } }
    }

    @Test("a flood leaves the limit and one summary, errors apart from pages, and debug lines untouched")
    func flood() {
        let lines = Kept.Lines()
        let time = Mutex(ContinuousClock.now)
        let budget = LogBudget(limit: 10, every: .seconds(10)) { time.withLock { $0 } }
        let logger = Logger(label: "test") { _ in BoundedLogHandler(Kept(lines: lines), budget) }
        func count(_ level: Logger.Level) -> Int { lines.all.withLock { $0.count { $0.level == level } } }
        for _ in 0..<1000 { logger.info("page") }
        for _ in 0..<100 { logger.error("failure") }
        for _ in 0..<30 { logger.debug("detail") }
        #expect(count(.info) == 10 && count(.error) == 10 && count(.debug) == 30)
        time.withLock { $0 += .seconds(10) }
        logger.info("page")
        logger.error("failure")
        #expect(count(.info) == 11)
        let said = lines.all.withLock { $0.map(\.message) }
        #expect(said.contains("990 more lines of level info were left out"))
        #expect(said.contains("90 more lines of level error were left out"))
        time.withLock { $0 += .seconds(10) }
        let before = lines.all.withLock { $0.count }
        logger.info("page")
        #expect(lines.all.withLock { $0.count } == before + 1, "nothing was left out, so there is no summary")
    }
}
