import Domain
package import Logging
import Synchronization

/// Bounds how many lines of each level are written, for lines whose number clients decide. What was left out is summed
/// up in one line, with the first line written after it. Below `info` nothing is bounded: that is asked for.
package struct BoundedLogHandler: LogHandler {
    private var handler: any LogHandler
    private let budget: LogBudget

    /// - Parameter limit: lines of one level in each ten seconds.
    package init(_ handler: any LogHandler, limit: Int = 200) {
        self.init(handler, LogBudget(limit: limit, every: .seconds(10)) { .now })
    }

    init(_ handler: any LogHandler, _ budget: LogBudget) {
        self.handler = handler
        self.budget = budget
    }

    package var logLevel: Logger.Level {
        get { handler.logLevel }
        set { handler.logLevel = newValue }
    }

    package var metadata: Logger.Metadata {
        get { handler.metadata }
        set { handler.metadata = newValue }
    }

    package subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { handler[metadataKey: key] }
        set { handler[metadataKey: key] = newValue }
    }

    package func log(event: LogEvent) {
        guard event.level >= .info else { return handler.log(event: event) }
        let verdict = budget.take(event.level)
        if verdict.suppressed > 0 {
            handler.log(
                event: LogEvent(
                    level: max(.notice, event.level),
                    message: "\(verdict.suppressed) more lines of level \(event.level) were left out",
                    metadata: ["suppressed": "\(verdict.suppressed)", "suppressed_level": "\(event.level)"],
                    source: event.source, file: event.file, function: event.function, line: event.line))
        }
        if verdict.isAllowed { handler.log(event: event) }
    }
}

/// How many lines of each level may still be written in this period. Copies of a handler share it.
final class LogBudget: Sendable {
    struct Verdict: Equatable {
        let isAllowed: Bool
        /// Lines left out before, to be reported now.
        let suppressed: Int
    }

    private struct Period {
        var start: ContinuousClock.Instant
        var written = 0
        var suppressed = 0
    }

    private let limit: Int
    private let length: Duration
    private let now: @Sendable () -> ContinuousClock.Instant
    private let periods = Mutex<[Logger.Level: Period]>([:])

    init(limit: Int, every length: Duration, now: @escaping @Sendable () -> ContinuousClock.Instant) {
        self.limit = limit
        self.length = length
        self.now = now
    }

    func take(_ level: Logger.Level) -> Verdict {
        let now = now()
        return periods.withLock { periods in
            var period = periods[level] ?? Period(start: now)
            var reported = 0
            if now - period.start >= length {
                reported = period.suppressed
                period = Period(start: now)
            }
            let isAllowed = period.written < limit
            if isAllowed { period.written += 1 } else { period.suppressed += 1 }
            periods[level] = period
            return Verdict(isAllowed: isAllowed, suppressed: reported)
        }
    }
}
