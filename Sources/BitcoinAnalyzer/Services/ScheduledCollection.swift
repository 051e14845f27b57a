import Collection
import Domain
import Logging
import ServiceLifecycle

/// Collects at start, and then by schedule, aligned to multiples of `every`, so that hourly means just after the hour.
/// A failed run is retried sooner.
struct ScheduledCollection: Service {
    let collector: Collector
    let every: Duration
    let time: MarketClock
    /// The time limit of a run.
    let inTime: @Sendable (@escaping @Sendable () async throws -> PassResult) async throws -> PassResult
    /// Runs after each pass, outside of its time limit.
    let afterPass: @Sendable () async -> Void
    let logger: Logger

    /// Venues publish a closed candle after some seconds.
    static let afterTheHour: Duration = .seconds(15)
    /// The delay of a retry: outages are often short, and the price should not stay stale for an hour.
    static let afterFailure: Duration = .minutes(5)

    func run() async throws {
        await cancelWhenGracefulShutdown {
            await repeating {
                let served = await pass()
                await afterPass()
                let moment = time.now()
                let next = Self.next(after: moment, every: every)
                return time.realWait(until: served ? next : min(next, moment + Self.afterFailure))
            }
        }
    }

    /// The next scheduled time, shortly after the full hour.
    static func next(after now: Timestamp, every: Duration) -> Timestamp {
        let length = every.wholeMilliseconds
        let offset = min(afterTheHour.wholeMilliseconds, length / 4)
        let passed = (now.milliseconds - offset) / length
        return Timestamp(milliseconds: (passed + 1) * length + offset)
    }

    /// - Returns: whether every part was collected, or another process is collecting.
    private func pass() async -> Bool {
        do {
            switch try await inTime({
                try await collector.collect([.prices, .news], command: "serve", trigger: .scheduler)
            }) {
            case .done(let run):
                return run.outcome != .failed
            case .busy(let holder):
                logger.notice("run \(holder.run) on \(holder.host) is collecting already; this pass is left to it")
                return true
            }
        } catch is CancellationError {
            logger.notice("the collection pass was stopped; what it had collected is kept")
        } catch {
            logger.error(
                "the collection pass failed: \(error); the next one tries again",
                metadata: ["error.type": "\(type(of: error))"])
        }
        return false
    }
}
