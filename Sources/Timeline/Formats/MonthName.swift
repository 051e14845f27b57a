import Domain

extension CivilDay {
    /// The month, 1 to 12, of an English abbreviation (`Jan`) at `index`, else `nil`.
    static func month(_ line: Line, at index: Int) -> Int? {
        guard index + 3 <= line.count else { return nil }
        let word = UInt32(line[index]) << 16 | UInt32(line[index + 1]) << 8 | UInt32(line[index + 2])
        return months.firstIndex(of: word).map { $0 + 1 }
    }

    private static let months: [UInt32] = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ].map { name in
        name.utf8.reduce(0) { $0 << 8 | UInt32($1) }
    }
}
