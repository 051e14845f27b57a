import Domain

/// The HTTP API of one venue.
protocol VenueFormat: Sendable {
    init(_ market: VenueMarket)
    func response(to request: WorldRequest) -> WorldResponse
}

extension Venue {
    /// A new venue is a case of ``Domain/Venue``, a format beside the others, and a line here.
    func format(_ market: VenueMarket) -> any VenueFormat {
        switch self {
        case .coinbase: CoinbaseFormat(market)
        case .kraken: KrakenFormat(market)
        case .bitstamp: BitstampFormat(market)
        case .bitfinex: BitfinexFormat(market)
        case .binance: BinanceFormat(market)
        case .coinalyze: CoinalyzeFormat(market)
        }
    }
}

extension Witness {
    /// A new witness is a case of ``Domain/Witness``, a format beside the others, and a line here.
    func format(_ market: VenueMarket) -> any VenueFormat {
        switch self {
        case .coingecko: CoinGeckoFormat(market)
        }
    }
}
