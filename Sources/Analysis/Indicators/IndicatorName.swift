/// An indicator with its period, as requests name it: `sma20`, `rsi14`, `macd`.
package struct IndicatorName: Hashable, Sendable {
    package enum Kind: String, CaseIterable, Sendable {
        case sma, ema, rsi, macd, bollinger, atr, drawdown, volume

        /// The period where a name has none; `nil` for the one that has no period.
        package var defaultPeriod: Int? {
            switch self {
            case .sma, .ema, .bollinger, .volume: 20
            case .rsi, .atr: 14
            case .drawdown: 90
            case .macd: nil
            }
        }
    }

    package let kind: Kind
    /// In candles; `nil` for MACD, whose periods are 12, 26 and 9.
    package let period: Int?

    package static let periods = 2...500

    /// - Returns: `nil` for an unknown name, and for a period outside of ``periods``.
    package init?(_ text: some StringProtocol) {
        let word = text.prefix { !("0"..."9").contains($0) }
        let digits = text.dropFirst(word.count)
        guard let kind = Kind(rawValue: String(word)), digits.count <= 3 else { return nil }
        guard let standard = kind.defaultPeriod else {
            guard digits.isEmpty else { return nil }
            self.kind = kind
            period = nil
            return
        }
        guard let period = digits.isEmpty ? standard : Int(digits), Self.periods.contains(period) else { return nil }
        self.kind = kind
        self.period = period
    }

    /// One of each kind, with the period that it has where a name has none.
    package static let examples = Kind.allCases.compactMap { IndicatorName($0.rawValue) }

    /// With its period: `sma20`.
    package var name: String { kind.rawValue + (period.map(String.init) ?? "") }

    /// The names of its numbers, one for most: `sma20`; `macd`, `macd_signal` and `macd_histogram`.
    package var columns: [String] {
        switch kind {
        case .macd: ["macd", "macd_signal", "macd_histogram"]
        case .bollinger: ["lower", "middle", "upper"].map { "\(name)_\($0)" }
        default: [name]
        }
    }

    /// The candles before one whose value hardly depends on where the series began: by less than 1e-12 of what it was
    /// there.
    package var memory: Int {
        switch (kind, period) {
        // (1 − 2 ÷ (n + 1))^m and (1 − 1 ÷ n)^m are below 1e-12 from 14 n and 28 n on.
        case (.ema, let period?): period * 15
        case (.rsi, let period?), (.atr, let period?): period * 29
        case (_, let period?): period
        case (_, nil): 26 * 15 + 9 * 15
        }
    }
}
