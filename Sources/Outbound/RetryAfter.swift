import Domain

/// `Retry-After` (RFC 9110, 10.2.3): seconds, or a date.
enum RetryAfter {
    /// `nil` for what is neither, and for more than a year, which no server means; a date that has passed is zero.
    static func parse(_ text: String?, now: Timestamp) -> Duration? {
        guard let text else { return nil }
        let wait = Int64(text).map { Duration.seconds($0) } ?? Timestamp(httpDate: text).map { max(.zero, $0 - now) }
        return wait.flatMap { $0 >= .zero && $0 <= .days(366) ? $0 : nil }
    }
}
