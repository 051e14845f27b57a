import Analysis
import Testing

struct IndicatorNameTests {
    @Test(
        "a name has a kind and a period, or the usual one",
        arguments: [
            ("sma20", ["sma20"]), ("sma", ["sma20"]), ("rsi", ["rsi14"]), ("ema500", ["ema500"]), ("atr2", ["atr2"]),
            ("macd", ["macd", "macd_signal", "macd_histogram"]),
            ("bollinger10", ["bollinger10_lower", "bollinger10_middle", "bollinger10_upper"]),
            ("drawdown", ["drawdown90"]), ("volume", ["volume20"]),
        ])
    func known(text: String, columns: [String]) {
        #expect(IndicatorName(text)?.columns == columns)
    }

    @Test(
        "anything else is no name",
        arguments: [
            "", "20", "sma1", "sma0", "sma501", "sma-3", "sma2.5", "SMA20", "sma 20", "macd12", "vwap", "sma٢٠",
        ])
    func unknown(text: String) {
        #expect(IndicatorName(text) == nil)
    }
}
