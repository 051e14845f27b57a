import Testing

@testable import Exchanges

struct CandleRowTests {
    static let layouts: [(venue: String, layout: CandleRowLayout)] = [
        ("binance", BinanceRow.layout), ("bitfinex", BitfinexRow.layout), ("bitstamp", BitstampRow.layout),
        ("coinalyze", CoinalyzeRow.layout),
        ("coinbase", CoinbaseRow.layout), ("kraken", KrakenRow.layout),
    ]

    @Test("the rows of every venue have each of the six columns once", arguments: layouts)
    func columns(venue: String, layout: CandleRowLayout) {
        let columns =
            switch layout {
            case .array(let columns): columns.filter { $0 != .skipped }
            case .object(let keys): keys.map(\.0)
            }
        #expect(columns.count == 6, "\(venue)")
        #expect(Set(columns) == [.time, .open, .high, .low, .close, .volume], "\(venue)")
    }
}
