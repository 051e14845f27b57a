import Domain

/// `{"prices": [[1711843200000, 69702.3], …], "market_caps": […], "total_volumes": […]}`, oldest first.
struct CoinGeckoResponse: Decodable {
    let prices: [LenientElement<CoinGeckoPoint>]
}

/// `[1711843200000, 69702.3087473573]`: time in milliseconds, price in dollars.
struct CoinGeckoPoint: Decodable {
    let time: Timestamp
    let price: Double

    init(from decoder: any Decoder) throws {
        var cells = try decoder.unkeyedContainer()
        time = try cells.decode(UnixTime.Milliseconds.self).time
        price = try cells.decode(Double.self)
        guard price > 0, price <= 1e12 else {
            throw DecodingError.dataCorruptedError(in: cells, debugDescription: "not a price")
        }
        guard time >= .firstBlockDay else {
            throw DecodingError.dataCorruptedError(in: cells, debugDescription: "\(time) is before the first block")
        }
    }
}
