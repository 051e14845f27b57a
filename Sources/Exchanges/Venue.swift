package import Domain
package import Outbound

/// The venues that can be asked for prices, in the order in which they are asked unless the settings say otherwise.
///
/// A new one is a folder like its siblings and a line in each of the lists here.
package enum Venue: String, CaseIterable, Sendable {
    case coinbase, kraken, bitstamp, binance, coinalyze

    package var name: SourceName { SourceName(rawValue) }

    /// Where the venue answers, without a slash at the end.
    package var defaultBaseURL: String {
        switch self {
        case .coinbase: CoinbaseSource.defaultBaseURL
        case .kraken: KrakenSource.defaultBaseURL
        case .bitstamp: BitstampSource.defaultBaseURL
        case .binance: BinanceSource.defaultBaseURL
        case .coinalyze: CoinalyzeSource.defaultBaseURL
        }
    }

    /// Whether the venue answers only those who show a key.
    package var needsKey: Bool { self == .coinalyze }

    /// Whom to ask, in order, when the settings name nobody: those who need a key come first when there is one, and not at all otherwise.
    package static func defaultOrder(withKey: Bool) -> [Venue] {
        (withKey ? allCases.filter(\.needsKey) : []) + allCases.filter { !$0.needsKey }
    }

    /// - Parameters:
    ///   - baseURL: another address that speaks this venue's format; a slash at its end does not matter.
    ///   - apiKey: only sent to a venue that needs one. Without it such a venue fails with `auth` when it is asked.
    package func source(baseURL: String? = nil, fetcher: any HTTPFetcher, apiKey: String? = nil) -> any PriceSource {
        let address = baseURL ?? defaultBaseURL
        return switch self {
        case .coinbase: CoinbaseSource(baseURL: address, fetcher: fetcher)
        case .kraken: KrakenSource(baseURL: address, fetcher: fetcher)
        case .bitstamp: BitstampSource(baseURL: address, fetcher: fetcher)
        case .binance: BinanceSource(baseURL: address, fetcher: fetcher)
        case .coinalyze: CoinalyzeSource(baseURL: address, fetcher: fetcher, apiKey: apiKey)
        }
    }
}
