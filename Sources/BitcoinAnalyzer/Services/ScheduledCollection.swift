import Collection
import Domain
import Logging
import ServiceLifecycle

/// Collects at once, and then whenever the schedule says: on the grid of `every`, so that hourly means just after the
/// hour. A pass that failed is tried again sooner.
struct ScheduledCollection: Service {
    let collector: Collector
    let every: Duration
    let time: MarketClock
    /// A pass that has not ended by itself ends then.
    let inTime: @Sendable (@escaping @Sendable () async throws -> PassResult) async throws -> PassResult
    let logger: Logger

    /// Venues need some seconds to publish the candle that has just closed.
    static let afterTheHour: Duration = .seconds(15)
    /// An outage is often over within minutes; stale prices should not stay for the rest of the hour.
    static let afterFailure: Duration = .minutes(5)

    func run() async throws {
        await cancelWhenGracefulShutdown {
            await repeating {
                let served = await pass()
                let moment = time.now()
                let next = Self.next(after: moment, every: every)
                return time.realWait(until: served ? next : min(next, moment + Self.afterFailure))
            }
        }
    }

    /// The next moment of the grid, a little after its hour.
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
