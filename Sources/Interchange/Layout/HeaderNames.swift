import Domain

/// What the names in a header mean.
enum HeaderNames {
    /// - Returns: the columns with what is known about the file; `nil` when no time, price or volume is named.
    static func layout(_ names: [String], delimiter: UInt8, preamble: [String]) -> CandleLayout? {
        let words = names.map(normalized)
        var columns = columns(words)
        let family = family(words, columns, preamble)
        if family == .bitcoinAnalyzer {
            columns = words.map { CandleLayout.Column(rawValue: $0) ?? .other }
        }
        guard CandleLayout.required.allSatisfy(columns.contains) else { return nil }
        return CandleLayout(
            family, delimiter: delimiter, columns: columns, hasHeader: true,
            preamble: preamble)
    }

    /// A name of a column that is used, and which another column has too; `nil` for none.
    static func repeated(_ names: [String], in layout: CandleLayout) -> String? {
        let lowercased = names.map { $0.lowercased() }
        for (index, column) in layout.columns.enumerated() where column != .other {
            if lowercased.count(where: { $0 == lowercased[index] }) > 1 { return names[index] }
        }
        return nil
    }

    /// Why a line that names prices is no header of candles; `nil` for another line.
    static func problem(_ names: [String]) -> Phrase? {
        let columns = columns(names.map(normalized))
        let missing = CandleLayout.required.filter { !columns.contains($0) }
        guard columns.contains(.open), columns.contains(.close), !missing.isEmpty else { return nil }
        guard missing != [.volume] || !columns.contains(.quoteVolume) else {
            return Phrase(
                "its volume is in the quote currency, not in bitcoins",
                fr: "son volume est dans la devise du cours, pas en bitcoins")
        }
        let list = Phrase(list: missing.map(\.title))
        return Phrase(
            "no column has the \(list.english)", fr: "aucune colonne pour\u{A0}: \(list.french)")
    }

    private static func columns(_ words: [String]) -> [CandleLayout.Column] {
        var columns: [CandleLayout.Column] = words.map { fixed[$0] ?? .other }
        guard columns.contains(.open) else { return columns }
        if let time = timeColumn(words) { columns[time] = .time }
        for (index, word) in words.enumerated() where columns[index] == .other {
            if let role = volume(word) { columns[index] = role }
        }
        if !columns.contains(.close), let last = words.firstIndex(where: lastPrices.contains) { columns[last] = .close }
        // The volume of Yahoo, beside its adjusted close, and of CoinMarketCap, beside the market's value, is in
        // dollars.
        if !valued.isDisjoint(with: words), let volume = columns.firstIndex(of: .volume) {
            columns[volume] = .quoteVolume
        }
        keepFirst(of: &columns)
        return columns
    }

    private static let valued: Set<String> = ["adj close", "adjclose", "marketcap", "market cap"]
    /// Names of the close where none is called so: https://www.investing.com/crypto/bitcoin/historical-data
    private static let lastPrices: Set<String> = ["price", "last", "dernier"]

    /// Lowercase words with single spaces.
    static func normalized(_ name: String) -> String {
        let spaced = name.lowercased().map { $0.isLetter || $0.isNumber ? $0 : " " }
        return String(spaced).split(separator: " ").joined(separator: " ")
    }

    private static let fixed: [String: CandleLayout.Column] = [
        "open": .open, "o": .open, "open price": .open, "high": .high, "h": .high, "high price": .high, "low": .low,
        "l": .low, "low price": .low, "close": .close, "c": .close, "close price": .close, "close time": .closeTime,
        "closetime": .closeTime, "quote": .quote, "source": .source, "closed": .closed, "symbol": .symbol,
        "pair": .symbol, "ticker": .symbol,
        // French, as spreadsheets and brokers write it.
        "ouverture": .open, "ouv": .open, "prix d ouverture": .open, "cours d ouverture": .open, "haut": .high,
        "plus haut": .high, "bas": .low, "plus bas": .low, "clôture": .close, "cloture": .close, "clôt": .close,
        "clot": .close, "fermeture": .close, "prix de clôture": .close, "cours de clôture": .close,
        "fin": .closeTime, "heure de fin": .closeTime, "date de fin": .closeTime, "devise": .quote,
        "symbole": .symbol, "paire": .symbol,
    ]

    /// Names of the open time, the most exact first: a file may have both a Unix time and a date.
    private static let times = [
        "time", "open time", "opentime", "timeopen", "time open", "timestamp", "timestamp ms", "timestamp s", "unix",
        "unix timestamp",
        "unixtime",
        "unix time", "ts", "t", "start", "datetime", "date time", "date", "open date", "date utc",
        "gmt time", "utc", "heure d ouverture", "date d ouverture", "horodatage", "date heure", "date et heure",
        "heure utc", "heure",
    ]

    private static func timeColumn(_ words: [String]) -> Int? {
        for name in times {
            if let index = words.firstIndex(of: name) { return index }
        }
        return nil
    }

    private static func volume(_ word: String) -> CandleLayout.Column? {
        let parts = Set(word.split(separator: " ").map(String.init))
        switch word {
        case "volume", "vol", "v", "base volume", "base asset volume", "volume base": return .volume
        case "quote volume", "quote asset volume", "volume quote", "turnover", "volume currency", "volume en devise":
            return .quoteVolume
        default: break
        }
        guard parts.contains("volume") || parts.contains("vol"), !parts.contains("taker") else { return nil }
        if !parts.isDisjoint(with: ["btc", "xbt", "tbtc"]) { return .volume }
        return parts.isDisjoint(with: ["usd", "usdt", "usdc", "eur", "gbp", "jpy", "fdusd", "busd"])
            ? nil : .quoteVolume
    }

    /// Of two columns with the same meaning and different names the first one counts.
    private static func keepFirst(of columns: inout [CandleLayout.Column]) {
        var seen: Set<CandleLayout.Column> = []
        for index in columns.indices where columns[index] != .other {
            if !seen.insert(columns[index]).inserted { columns[index] = .other }
        }
    }

    private static func family(_ words: [String], _ columns: [CandleLayout.Column], _ preamble: [String])
        -> CandleLayout.Family
    {
        if words.starts(with: CandleCSV.columns.map(\.rawValue)),
            words.dropFirst(CandleCSV.columns.count).allSatisfy(CandleCSV.furtherColumns.map(\.rawValue).contains)
        {
            return .bitcoinAnalyzer
        }
        if preamble.contains(where: { $0.lowercased().contains("cryptodatadownload") }) { return .cryptoDataDownload }
        if words.contains("symbol"), columns.contains(.quoteVolume), words.contains("unix") || words.contains("date") {
            return .cryptoDataDownload
        }
        if columns.contains(.closeTime), columns.contains(.quoteVolume) { return .binanceVision }
        let order = columns.filter { [.open, .high, .low, .close].contains($0) }
        if order == [.open, .close, .high, .low] { return .bitfinex }
        if order == [.low, .high, .open, .close] { return .coinbase }
        return .plain
    }
}
