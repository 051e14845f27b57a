/// How one venue speaks HTTP.
protocol VenueFormat: Sendable {
    init(_ market: VenueMarket)
    func answer(_ question: WorldRequest) -> WorldResponse
}

extension SimulatedVenue {
    /// The venue's way of speaking. A new venue is a case of ``SimulatedVenue``, a format beside the others, and a line here.
    func format(_ market: VenueMarket) -> any VenueFormat {
        switch self {
        case .coinbase: CoinbaseFormat(market)
        case .kraken: KrakenFormat(market)
        case .bitstamp: BitstampFormat(market)
        case .binance: BinanceFormat(market)
        case .coinalyze: CoinalyzeFormat(market)
        }
    }
}
