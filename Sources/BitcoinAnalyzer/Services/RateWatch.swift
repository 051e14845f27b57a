import Domain
import Exchanges
import Outbound
import ServiceLifecycle
import Synchronization

/// The newest exchange rate that this process knows.
final class KnownRate: Sendable {
    private let state = Mutex(ExchangeRate?.none)

    /// The rate by which amounts are converted now; `nil` where none is known or the last one is too old.
    func current(at now: Timestamp) -> ExchangeRate? {
        state.withLock(\.self).flatMap { $0.isCurrent(at: now) ? $0 : nil }
    }

    func set(_ rate: ExchangeRate) { state.withLock { $0 = rate } }
}

/// Asks for the exchange rate of `EUR_RATE_URL` a few times a day. The last one stays, with its day, while there is no
/// newer one, for ten days at most.
struct RateWatch: Service {
    /// `nil` where no rate is wanted.
    let source: ReferenceRateSource?
    let known: KnownRate
    let journal: any Journal
    let now: @Sendable () -> Timestamp

    /// Rates change once on a working day; a request that failed is repeated sooner.
    private static let (interval, retry): (Duration, Duration) = (.hours(6), .minutes(15))

    func run() async throws {
        guard let source else { return try await gracefulShutdown() }
        await cancelWhenGracefulShutdown {
            await repeating {
                let problem: String
                do throws(SourceFailure) {
                    let rate = try await source.dollarsPerEuro()
                    if rate.isCurrent(at: now()) {
                        known.set(rate)
                        return Self.interval
                    }
                    problem =
                        "\(rate.source) publishes that of \(rate.asOf.rfc3339), which is not a recent day; check the "
                        + "address"
                } catch {
                    problem = "\(error.message.english); \(error.hint.english)"
                }
                let shown = known.current(at: now())
                let effect =
                    shown.map { "amounts in euros are by the rate of \($0.asOf.rfc3339)" }
                    ?? "no amounts in euros are shown"
                journal.record(
                    Event(
                        .warning,
                        "\(SettingKey.eurRateURL.rawValue): no exchange rate was read: \(problem); \(effect); asked again "
                            + "in 15 minutes"))
                return Self.retry
            }
        }
    }
}
