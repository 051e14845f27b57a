package import Domain
package import Outbound

/// The adapter of each ``Domain/Venue``. A new venue is a folder like the others and a case in each of these.
extension Venue {
    /// The base URL of the public API, without a trailing slash.
    package var defaultBaseURL: String {
        switch self {
        case .coinbase: CoinbaseSource.defaultBaseURL
        case .kraken: KrakenSource.defaultBaseURL
        case .bitstamp: BitstampSource.defaultBaseURL
        case .bitfinex: BitfinexSource.defaultBaseURL
        case .binance: BinanceSource.defaultBaseURL
        case .coinalyze: CoinalyzeSource.defaultBaseURL
        }
    }

    /// - Parameters:
    ///   - baseURL: another server with the same API, with or without a trailing slash.
    ///   - apiKey: sent only to a venue that requires one, which fails with `auth` without it.
    package func source(baseURL: String? = nil, fetcher: any HTTPFetcher, apiKey: String? = nil) -> any PriceSource {
        let address = baseURL ?? defaultBaseURL
        return switch self {
        case .coinbase: CoinbaseSource(baseURL: address, fetcher: fetcher)
        case .kraken: KrakenSource(baseURL: address, fetcher: fetcher)
        case .bitstamp: BitstampSource(baseURL: address, fetcher: fetcher)
        case .bitfinex: BitfinexSource(baseURL: address, fetcher: fetcher)
        case .binance: BinanceSource(baseURL: address, fetcher: fetcher)
        case .coinalyze: CoinalyzeSource(baseURL: address, fetcher: fetcher, apiKey: apiKey)
        }
    }
}

/// The adapter of each ``Domain/Witness``.
extension Witness {
    /// The base URL of the public API, without a trailing slash.
    package var defaultBaseURL: String {
        switch self {
        case .coingecko: CoinGeckoWitness.defaultBaseURL
        }
    }

    /// - Parameter baseURL: another server with the same API, with or without a trailing slash.
    package func source(baseURL: String? = nil, fetcher: any HTTPFetcher) -> any PriceWitness {
        switch self {
        case .coingecko: CoinGeckoWitness(baseURL: baseURL ?? defaultBaseURL, fetcher: fetcher)
        }
    }
}
