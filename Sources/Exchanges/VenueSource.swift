package import Domain
package import Outbound

/// What a venue of ``Domain/Venue`` is asked through. A new venue is a folder like its siblings and a line in each of
/// these.
extension Venue {
    /// Its public address, without a slash at the end.
    package var defaultBaseURL: String {
        switch self {
        case .coinbase: CoinbaseSource.defaultBaseURL
        case .kraken: KrakenSource.defaultBaseURL
        case .bitstamp: BitstampSource.defaultBaseURL
        case .binance: BinanceSource.defaultBaseURL
        case .coinalyze: CoinalyzeSource.defaultBaseURL
        }
    }

    /// - Parameters:
    ///   - baseURL: another address that serves this venue's format, with or without a slash at its end.
    ///   - apiKey: only sent to a venue that needs one. Without it such a venue fails with `auth`.
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
