import Domain

/// `Retry-After` (RFC 9110, 10.2.3): seconds, or a date in any of the three
/// formats of HTTP.
enum RetryAfter {
    /// The longest delay that is believed: a week, more than any ban that a venue documents (three days). Beyond it the
    /// server is in error, and is left alone for this long.
    static let longest: Duration = .days(7)

    /// `nil` for what is neither, a negative number included; a date that has passed is zero. Never less than what was
    /// said, up to ``longest``. Fractions of a second, which the standard does not know and some servers send, are
    /// rounded up.
    static func parse(_ text: String?, now: Timestamp) -> Duration? {
        guard let text else { return nil }
        let wait = seconds(text) ?? Timestamp(httpDate: text, now: now).map { max(.zero, $0 - now) }
        return wait.map { min($0, longest) }
    }

    private static func seconds(_ text: String) -> Duration? {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        let areNumbers = parts.allSatisfy { !$0.isEmpty && $0.utf8.allSatisfy { (48...57).contains($0) } }
        guard (1...2).contains(parts.count), areNumbers else { return nil }
        // More digits than a number has are more than a week too.
        let whole = Int64(parts[0]) ?? .max
        let isRoundedUp = parts.count == 2 && parts[1].contains { $0 != "0" }
        return .seconds(min(whole, Int64(longest.components.seconds)).addingClamped(isRoundedUp ? 1 : 0))
    }
}
