package import Domain

/// Decides whether, and after how long, a failed request is tried again. Pure: it neither waits nor sends.
package struct RetryPolicy: Sendable {
    /// Attempts in all, the first one included.
    package var attempts: Int
    /// Upper bound of the first wait; it doubles with each attempt ("full jitter", Brooker, AWS Architecture Blog,
    /// 2015).
    package var firstWait: Duration
    /// The longest that a server may make us wait by `Retry-After`; beyond it the request fails at once.
    package var longestWait: Duration

    package init(attempts: Int = 3, firstWait: Duration = .milliseconds(500), longestWait: Duration = .seconds(8)) {
        self.attempts = attempts
        self.firstWait = firstWait
        self.longestWait = longestWait
    }

    /// How long to wait before attempt `attempt + 1`; `nil` to give up: after the last attempt, for an error that does
    /// not pass by itself, and for a request that must not be sent twice.
    /// - Parameters:
    ///   - attempt: the number of the attempt that failed, from 1.
    ///   - jitter: a random number in 0..<1.
    package func wait(after error: OutboundError, of request: OutboundRequest, attempt: Int, jitter: Double)
        -> Duration?
    {
        guard attempt < attempts, request.isIdempotent, error.isTransient else { return nil }
        let bound = min(longestWait, firstWait * (1 << (attempt - 1)))
        if let asked = error.retryAfter {
            guard asked <= longestWait else { return nil }
            // Jitter on top of what was asked, never below it: a crowd that waits the same time comes back as a crowd.
            // "Retry-After: 0" and a date that has passed do not say that a server at its limit wants more at once.
            return max(asked, bound) + .milliseconds(Int64(jitter * 250))
        }
        return bound * jitter
    }
}
