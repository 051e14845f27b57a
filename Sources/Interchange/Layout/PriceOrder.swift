/// The order of four price columns, found from the prices themselves: the highest and the lowest of each row stand in
/// the same columns of the whole file.
struct PriceOrder {
    /// Known orders. Flat rows fit all of them, and the first one that fits wins.
    static let known: [(columns: [CandleLayout.Column], family: CandleLayout.Family)] = [
        ([.open, .high, .low, .close], .plain), ([.open, .close, .high, .low], .bitfinex),
        ([.low, .high, .open, .close], .coinbase),
    ]

    /// The rows that fit each order.
    private var fits = [Int](repeating: 0, count: PriceOrder.known.count)
    private var rows = 0

    mutating func add(_ prices: [Double]) {
        guard prices.count == 4, let high = prices.max(), let low = prices.min() else { return }
        rows += 1
        for (index, order) in Self.known.enumerated() {
            let isHigh = order.columns.firstIndex(of: .high).map { prices[$0] == high } ?? false
            let isLow = order.columns.firstIndex(of: .low).map { prices[$0] == low } ?? false
            if isHigh, isLow { fits[index] += 1 }
        }
    }

    /// The order that fits the most rows, and at least nine in ten: a few rows may be wrong.
    var best: (columns: [CandleLayout.Column], family: CandleLayout.Family)? {
        guard let most = fits.max(), rows > 0, most * 10 >= rows * 9, let index = fits.firstIndex(of: most) else {
            return nil
        }
        return Self.known[index]
    }
}
