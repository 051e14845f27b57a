package import Domain

/// Decides whether, and after how long, a failed request is tried again. Pure: it neither waits nor asks.
package struct RetryPolicy: Sendable {
    /// Attempts in all, the first one included.
    package var attempts: Int
    /// Upper bound of the first wait; it doubles with each attempt ("full jitter", Brooker, AWS Architecture Blog, 2015).
    package var firstWait: Duration
    /// The longest that a source may make us wait by `Retry-After`; beyond it the next pass asks again.
    package var longestWait: Duration

    package init(attempts: Int = 3, firstWait: Duration = .milliseconds(500), longestWait: Duration = .seconds(8)) {
        self.attempts = attempts
        self.firstWait = firstWait
        self.longestWait = longestWait
    }

    /// How long to wait before attempt `attempt + 1`; `nil` to give up.
    /// - Parameters:
    ///   - attempt: the number of the attempt that failed, from 1.
    ///   - jitter: a random number in 0..<1.
    package func wait(after failure: SourceFailure, attempt: Int, jitter: Double) -> Duration? {
        guard attempt < attempts, Self.isRetryable(failure) else { return nil }
        if let asked = failure.retryAfter {
            // Jitter on top of what was asked, never below it: a crowd that waits the same time comes back as a crowd.
            return asked <= longestWait ? asked + .milliseconds(Int64(jitter * 250)) : nil
        }
        return min(longestWait, firstWait * (1 << (attempt - 1))) * jitter
    }

    /// Whether the same request could be answered a moment later.
    private static func isRetryable(_ failure: SourceFailure) -> Bool {
        switch failure.kind {
        case .connect, .timeout, .dns, .malformed: true
        case .httpStatus: failure.isServerError
        case .rateLimited: failure.retryAfter != nil
        default: false
        }
    }
}
