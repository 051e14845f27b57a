import Collection
import Domain
import Logging
import ServiceLifecycle

/// Collects at once, and then whenever the schedule says: on the grid of `every`, so that hourly means just after the hour.
struct ScheduledCollection: Service {
    let collector: Collector
    let every: Duration
    let time: WorldTime
    let logger: Logger

    /// Venues need some seconds to publish the candle that has just closed.
    static let afterTheHour: Duration = .seconds(15)

    func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                await pass()
                let wait = time.realWait(until: Self.next(after: time.now(), every: every))
                guard (try? await ContinuousClock().sleep(for: wait)) != nil else { return }
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

    private func pass() async {
        do {
            if case .busy(let holder) = try await collector.collect([.prices, .news], command: "serve", trigger: .scheduler) {
                logger.notice("run \(holder.run) on \(holder.host) is collecting already; this pass is left to it")
            }
        } catch is CancellationError {
            logger.notice("the collection pass was stopped; what it had collected is kept")
        } catch {
            logger.error("the collection pass failed: \(error); the next one tries again", metadata: ["error.type": "\(type(of: error))"])
        }
    }
}
