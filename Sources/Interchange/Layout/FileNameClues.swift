import Domain

/// What the name of a file says: `BTCUSDT-1h-2025-01.csv`, `Bitstamp_BTCUSD_1h.csv`, `XBTUSD_60.csv`,
/// `binance-btcusdt-1h-2017-2022.csv.gz`.
struct FileNameClues: Hashable {
    private(set) var source: SourceName?
    private(set) var quote: Quote?
    private(set) var interval: Interval?
    /// The name of another market, such as `ETHUSDT`.
    private(set) var otherMarket: String?

    init(_ name: String?) {
        let words = (name ?? "").split { !$0.isLetter && !$0.isNumber }.map(String.init)
        for (index, word) in words.enumerated() {
            let lower = word.lowercased()
            if source == nil, Self.venues.contains(lower) { source = SourceName(lower) }
            if interval == nil { interval = Self.intervals[lower] }
            guard quote == nil, otherMarket == nil else {
                // Kraken's files: the pair, then the number of minutes.
                if index > 0, interval == nil, Market(words[index - 1]) != nil { interval = Self.minutes[lower] }
                continue
            }
            if let market = Market(lower) {
                quote = market.isBitcoin ? market.quote : nil
                // Other words may look like a market; in capitals they are one.
                if !market.isBitcoin, word.allSatisfy({ $0.isUppercase || $0.isNumber }) { otherMarket = word }
            } else if index + 1 < words.count, Market.bitcoin.contains(lower),
                Market.quotes.contains(words[index + 1].lowercased())
            {
                quote = Quote(rawValue: words[index + 1].uppercased())
            }
        }
    }

    private static let venues: Set<String> = [
        "binance", "binanceus", "bitfinex", "bitstamp", "bittrex", "bybit", "coinalyze", "coinbase", "gemini", "huobi",
        "kraken", "kucoin", "okx", "poloniex",
    ]

    private static let intervals: [String: Interval] = [
        "1m": .oneMinute, "1min": .oneMinute, "minute": .oneMinute, "5m": .fiveMinutes, "5min": .fiveMinutes,
        "15m": .fifteenMinutes, "15min": .fifteenMinutes, "1h": .oneHour, "hourly": .oneHour, "hour": .oneHour,
        "60min": .oneHour, "4h": .fourHours, "1d": .oneDay, "d": .oneDay, "daily": .oneDay, "day": .oneDay,
        "1w": .oneWeek, "weekly": .oneWeek,
    ]

    private static let minutes: [String: Interval] = [
        "1": .oneMinute, "5": .fiveMinutes, "15": .fifteenMinutes, "60": .oneHour, "240": .fourHours, "1440": .oneDay,
        "10080": .oneWeek,
    ]
}

/// A pair of currencies, such as `BTC/USD`, `XBTUSD` or `tBTCUSD`.
struct Market: Hashable {
    let base: String
    let quote: Quote

    var isBitcoin: Bool { Self.bitcoin.contains(base) }

    static let bitcoin: Set<String> = ["btc", "xbt", "tbtc", "xxbt"]
    static let quotes = ["fdusd", "usdt", "usdc", "busd", "tusd", "zusd", "usd", "ust", "eur", "gbp", "jpy"]
    /// Names that venues have of their own: Bitfinex's Tether, Kraken's dollar.
    private static let aliases = ["ust": "USDT", "zusd": "USD"]

    /// `XBTUSD` ends in `TUSD` too: a quote that leaves Bitcoin is preferred.
    init?(_ text: some StringProtocol) {
        let letters = text.lowercased().filter { $0.isLetter || $0.isNumber }
        let endings = Self.quotes.filter { letters.hasSuffix($0) }
        func base(before quote: String) -> String { String(letters.dropLast(quote.count)) }
        guard
            let quote = endings.first(where: { Self.bitcoin.contains(base(before: $0)) }) ?? endings.first,
            (2...6).contains(base(before: quote).count)
        else { return nil }
        self.base = base(before: quote)
        self.quote = Quote(rawValue: Self.aliases[quote] ?? quote.uppercased())
    }
}
