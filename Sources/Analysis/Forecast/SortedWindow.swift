/// The last numbers of a series in order of size, for their quantiles. Adding and removing one takes the logarithm of
/// their number, and moving memory.
struct SortedWindow {
    private(set) var values: [Double] = []

    mutating func insert(_ value: Double) { values.insert(value, at: place(of: value)) }

    /// Removes a number that was inserted.
    mutating func remove(_ value: Double) {
        let index = place(of: value)
        if index < values.count, values[index] == value { values.remove(at: index) }
    }

    /// NaN of none.
    func quantile(_ share: Double) -> Double { values.quantile(share) }

    private func place(of value: Double) -> Int {
        var (low, high) = (0, values.count)
        while low < high {
            let middle = (low + high) / 2
            if values[middle] < value { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
