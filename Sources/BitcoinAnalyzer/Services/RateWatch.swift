import Domain
import Exchanges
import Outbound
import ServiceLifecycle
import Synchronization

/// The newest exchange rate that this process knows.
final class KnownRate: Sendable {
    private let state = Mutex(ExchangeRate?.none)

    var value: ExchangeRate? { state.withLock(\.self) }

    func set(_ rate: ExchangeRate) { state.withLock { $0 = rate } }
}

/// Asks for the exchange rate of `EUR_RATE_URL` a few times a day. The last one stays, with its day, while there is no
/// newer one.
struct RateWatch: Service {
    /// `nil` where no rate is wanted.
    let source: ReferenceRateSource?
    let known: KnownRate
    let journal: any Journal

    /// Rates change once on a working day; a request that failed is repeated sooner.
    private static let (interval, retry): (Duration, Duration) = (.hours(6), .minutes(15))

    func run() async throws {
        guard let source else { return try await gracefulShutdown() }
        await cancelWhenGracefulShutdown {
            await repeating {
                do throws(SourceFailure) {
                    known.set(try await source.dollarsPerEuro())
                    return Self.interval
                } catch {
                    journal.record(Event(.warning, "the exchange rate is not known: \(error)"))
                    return Self.retry
                }
            }
        }
    }
}
