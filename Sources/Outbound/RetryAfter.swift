import Domain

/// `Retry-After` (RFC 9110, 10.2.3): seconds, or a date.
enum RetryAfter {
    /// `nil` for what is neither; a date that has passed is zero.
    static func parse(_ text: String?, now: Timestamp) -> Duration? {
        guard let text else { return nil }
        if let seconds = Int64(text), (0...31_536_000).contains(seconds) { return .seconds(seconds) }
        return Timestamp(httpDate: text).map { max(.zero, $0 - now) }
    }
}
