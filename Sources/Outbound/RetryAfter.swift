import Domain

/// `Retry-After` (RFC 9110, 10.2.3): seconds, or a date.
enum RetryAfter {
    /// `nil` for what is neither, and for more than a year, which no server means; a date that has passed is zero.
    /// Fractions of a second, which the standard does not know and some servers send, are rounded up.
    static func parse(_ text: String?, now: Timestamp) -> Duration? {
        guard let text else { return nil }
        let wait = seconds(text) ?? Timestamp(httpDate: text).map { max(.zero, $0 - now) }
        return wait.flatMap { $0 >= .zero && $0 <= .days(366) ? $0 : nil }
    }

    private static func seconds(_ text: String) -> Duration? {
        if let whole = Int64(text) { return .seconds(whole) }
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty,
            parts.allSatisfy({ $0.utf8.allSatisfy { (48...57).contains($0) } }), let whole = Int64(parts[0])
        else { return nil }
        return .seconds(whole.addingClamped(parts[1].contains { $0 != "0" } ? 1 : 0))
    }
}
