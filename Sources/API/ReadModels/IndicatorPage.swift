package import Analysis
package import Domain

/// `GET /v1/indicators`: indicators of candles, newest first; a missing candle is absent.
package struct IndicatorPage: Codable, Hashable, Sendable {
    package var interval: Interval
    /// The names of the values of each row.
    package var columns: [String]
    package var indicators: [Row]
    /// The cursor of the next page; `nil` on the last page.
    package var next: String?
    package var simulated: Bool

    /// The indicators at one candle.
    package struct Row: Hashable, Sendable {
        /// Open time of the candle.
        package var time: Timestamp
        /// The currency of prices; indicators of one currency do not contain candles of another.
        package var quote: Quote
        /// Whether the candle is final; else the values still change.
        package var closed: Bool
        /// By column; `nil` while there are too few candles before.
        package var values: [String: Double?]
    }
}

extension IndicatorPage.Row: Codable {
    private struct Key: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }
        init(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }

        static let time = Key(stringValue: "time")
        static let quote = Key(stringValue: "quote")
        static let closed = Key(stringValue: "closed")
        static let all: Set = ["time", "quote", "closed"]
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        time = try container.decode(Timestamp.self, forKey: .time)
        quote = try container.decode(Quote.self, forKey: .quote)
        closed = try container.decode(Bool.self, forKey: .closed)
        values = [:]
        for key in container.allKeys where !Key.all.contains(key.stringValue) {
            values[key.stringValue] = .some(try container.decode(Double?.self, forKey: key))
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(time, forKey: .time)
        try container.encode(quote, forKey: .quote)
        try container.encode(closed, forKey: .closed)
        for (name, value) in values.sorted(by: { $0.key < $1.key }) {
            try container.encode(value, forKey: Key(stringValue: name))
        }
    }
}

/// Which indicators to read, and of which candles.
package struct IndicatorQuery: Hashable, Sendable {
    package var names: [IndicatorName]
    package var candles: CandleQuery

    package init(_ names: [IndicatorName], of candles: CandleQuery = CandleQuery()) {
        self.names = names
        self.candles = candles
    }

    package static let defaultNames = names("sma20,ema20,rsi14,macd,bollinger20,atr14") ?? []
    package static let maxNames = 16

    /// Names separated by commas, each once.
    /// - Returns: `nil` where one is no indicator, and for more than ``maxNames``.
    package static func names(_ text: String) -> [IndicatorName]? {
        var names: [IndicatorName] = []
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            guard let name = IndicatorName(part) else { return nil }
            if !names.contains(name) { names.append(name) }
        }
        return names.count <= maxNames ? names : nil
    }
}

extension IndicatorPage {
    /// - Parameters:
    ///   - candles: oldest first; those before the first of the page have the indicators begin.
    ///   - page: the open times of the candles of the page.
    init(
        _ query: IndicatorQuery, _ candles: [ArchivedCandle], page: Set<Timestamp>, next: String?, simulated: Bool
    ) {
        var stream = IndicatorStream(query.names)
        columns = stream.columns
        interval = query.candles.interval
        self.next = next
        self.simulated = simulated
        var rows: [Row] = []
        for archived in candles {
            let values = stream.add(archived.candle)
            guard page.contains(archived.candle.openTime) else { continue }
            rows.append(
                Row(
                    time: archived.candle.openTime, quote: archived.candle.quote, closed: archived.isClosed,
                    values: Dictionary(zip(columns, values)) { first, _ in first }))
        }
        indicators = rows.reversed()
    }
}
