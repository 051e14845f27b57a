/// The last values of a series, as many as its size.
struct TrailingWindow: Sendable {
    private var values: [Double] = []
    private let size: Int
    /// The place of the oldest value, once the window is full.
    private var next = 0

    init(_ size: Int) {
        self.size = max(1, size)
        values.reserveCapacity(min(self.size, 1024))
    }

    var isFull: Bool { values.count == size }

    /// The oldest of the last values; 0 where there is none.
    var oldest: Double { isFull ? values[next] : values.first ?? 0 }

    mutating func append(_ value: Double) {
        guard isFull else {
            values.append(value)
            return
        }
        values[next] = value
        next = next + 1 == size ? 0 : next + 1
    }
}
