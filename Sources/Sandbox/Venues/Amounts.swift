/// Formats cents and satoshis as the decimal texts of venues.
enum Amounts {
    /// Cents as dollars: `94310.12`, with `decimals` digits after the point (zeros beyond the cents).
    static func dollars(_ cents: Int64, decimals: Int = 2) -> String {
        let text = decimal(cents, digits: 2)
        return decimals >= 2 ? text + String(repeating: "0", count: decimals - 2) : String(text.dropLast(2 - decimals))
    }

    /// Satoshis as bitcoins: `12.03450000`.
    static func bitcoins(_ satoshis: Int64) -> String { decimal(satoshis, digits: 8) }

    /// What `satoshis` cost at `cents` for one bitcoin, in dollars with eight decimals.
    static func cost(of satoshis: Int64, at cents: Int64) -> String {
        let dollars = Double(satoshis) / 100_000_000 * Double(cents) / 100
        return decimal(Int64((dollars * 10_000).rounded()), digits: 4) + "0000"
    }

    /// The text without trailing zeros, as a JSON number: `94310.1`, `94310`.
    static func number(_ text: String) -> String {
        guard text.contains(".") else { return text }
        var text = text[...]
        while text.last == "0" { text.removeLast() }
        if text.last == "." { text.removeLast() }
        return String(text)
    }

    private static func decimal(_ value: Int64, digits: Int) -> String {
        let text = String(value)
        let padded = String(repeating: "0", count: max(0, digits + 1 - text.count)) + text
        return padded.dropLast(digits) + "." + padded.suffix(digits)
    }
}

extension Bar {
    /// A plausible number of trades for the volume.
    var trades: Int64 { volume / 900_000 + 1 }
    /// The average price, in cents.
    var averagePrice: Int64 { (open + high + low + close) / 4 }
    /// The volume of buy orders: more than half when the price rose.
    var takenByBuyers: Int64 {
        guard high > low else { return volume / 2 }
        let rise = Double(close - open) / Double(high - low)
        return Int64(Double(volume) * (0.5 + 0.3 * rise))
    }
}
