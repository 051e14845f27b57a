import Analysis
import Domain

/// Prices and percentages as each language writes them, formatted like those of the analysis.
struct LocalizedNumbers: Sendable {
    let language: Language

    /// `$67,234.50`, `67 234,50 $`, `67,234.50 USDT`.
    func price(_ value: Double, _ quote: Quote) -> String {
        NumberWording.price(value, quote: quote, language: language)
    }

    /// An exchange rate, with four decimals: `$1.0876`.
    func rate(_ value: Double, _ quote: Quote) -> String { tick(value, quote, decimals: 4) }

    /// A tick label of the price axis: `$67,000`.
    /// - Parameter decimals: as few as distinguish two neighbouring ticks.
    func tick(_ value: Double, _ quote: Quote, decimals: Int) -> String {
        DashboardStrings.fill(
            pattern(for: quote), ["n": NumberWording.number(value, decimals: decimals, language: language)])
    }

    /// The format of a price around its number: `${n}`, `{n} $`, `{n} USDT`.
    func pattern(for quote: Quote) -> String {
        price(1, quote).split(
            separator: NumberWording.number(1, decimals: 2, language: language), omittingEmptySubsequences: false
        )
        .joined(separator: "{n}")
    }

    /// `+1.2%`, `−0,5 %`: signed, unless it rounds to zero.
    func change(percent value: Double, decimals: Int = 1) -> String {
        let text = percent(value, decimals: decimals)
        let isZero = !text.contains { ("1"..."9").contains($0) }
        return value > 0 && !isZero ? "+" + text : text
    }

    /// `+0.6`, `−0,8`, `0.0`: signed, unless it rounds to zero.
    func mood(_ value: Double) -> String {
        let text = NumberWording.number(value, decimals: 1, language: language)
        return value > 0 && text.contains(where: { ("1"..."9").contains($0) }) ? "+" + text : text
    }

    /// `26,280`
    func count(_ value: Int) -> String {
        NumberWording.number(Double(value), decimals: 0, language: language)
    }

    /// `1.25`, `1,25`
    func decimal(_ value: Double, decimals: Int) -> String {
        NumberWording.number(value, decimals: decimals, language: language)
    }

    /// `1.2%`, `1,2 %`.
    func percent(_ value: Double, decimals: Int = 1) -> String {
        NumberWording.number(value, decimals: decimals, language: language)
            + (language == .french ? NumberWording.narrowNoBreak : "") + "%"
    }
}
