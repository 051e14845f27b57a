import Analysis
import Domain

/// Prices and percentages as each language writes them, by the same rules as the analysis.
struct Numbers: Sendable {
    let language: Language

    /// `$67,234.50`, `67 234,50 $`, `67,234.50 USDT`.
    func price(_ value: Double, _ quote: Quote) -> String {
        NumberWording.price(value, quote: quote, language: language)
    }

    /// A mark of the price axis, with no more decimals than tell it from the next: `$67,000`.
    func mark(_ value: Double, _ quote: Quote, decimals: Int) -> String {
        Phrases.fill(pattern(for: quote), ["n": NumberWording.number(value, decimals: decimals, language: language)])
    }

    /// What stands around a number to make it a price: `${n}`, `{n} $`, `{n} USDT`.
    func pattern(for quote: Quote) -> String {
        price(1, quote).split(
            separator: NumberWording.number(1, decimals: 2, language: language), omittingEmptySubsequences: false
        )
        .joined(separator: "{n}")
    }

    /// `+1.2%`, `−0,5 %`: with its sign, unless it rounds to nothing.
    func change(percent value: Double, decimals: Int = 1) -> String {
        let text = percent(value, decimals: decimals)
        let isNothing = !text.contains { ("1"..."9").contains($0) }
        return value > 0 && !isNothing ? "+" + text : text
    }

    /// `1.2%`, `1,2 %`.
    func percent(_ value: Double, decimals: Int = 1) -> String {
        NumberWording.number(value, decimals: decimals, language: language)
            + (language == .french ? NumberWording.narrowNoBreak : "") + "%"
    }
}
