/// The result of the last search for an end, which holds for every start before it.
struct SearchedEnd {
    private var from = -1
    private var end: Int?

    mutating func find(from start: Int, _ search: (Int) -> Int?) -> Int? {
        if from >= 0, start >= from {
            guard let end else { return nil }
            if start + 2 <= end { return end }
        }
        from = start
        end = search(start)
        return end
    }

    /// The first `byte` from `start` on.
    mutating func first(_ byte: UInt8, in bytes: [UInt8], from start: Int, to limit: Int) -> Int? {
        find(from: start) { bytes.firstIndex(of: byte, from: $0, to: limit) }
    }

    /// The `>` after two bytes such as `--` from `start` on.
    mutating func closing(after byte: UInt8, in bytes: [UInt8], from start: Int, to limit: Int) -> Int? {
        find(from: start) { bytes.firstClosing(after: byte, from: $0, to: limit) }
    }
}
