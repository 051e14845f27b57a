import Domain

/// The id of an event: when it was published, by which process, and its number there.
///
/// The process that published an event knows exactly what came after it; any other one, after a restart or on another
/// host, goes by the time.
struct EventID: Hashable, Sendable {
    let published: Timestamp
    /// Random for each process.
    let origin: UInt32
    let number: UInt64

    init(published: Timestamp, origin: UInt32, number: UInt64) {
        self.published = published
        self.origin = origin
        self.number = number
    }

    /// `nil` for what is not an id of ours.
    init?(_ text: String) {
        guard text.utf8.count <= 64 else { return nil }
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 3, let milliseconds = Self.number(parts[0], radix: 10),
            let origin = Self.number(parts[1], radix: 16).flatMap(UInt32.init(exactly:)),
            let number = Self.number(parts[2], radix: 10)
        else { return nil }
        self.init(
            published: Timestamp(milliseconds: Int64(clamping: milliseconds)), origin: origin, number: number)
    }

    var text: String { "\(published.milliseconds)-\(origin.hexadecimal)-\(number)" }

    private static func number(_ digits: Substring, radix: Int) -> UInt64? {
        digits.first == "+" ? nil : UInt64(digits, radix: radix)
    }
}
