import Domain

/// Until when a model is not asked, from how the attempts before ended: the circuit breaker, as a pure function, so
/// that all processes agree.
enum ModelPause {
    /// - Parameters:
    ///   - calls: newest first.
    ///   - every: the schedule of collections.
    /// - Returns: `nil` when it may be asked.
    static func end(after calls: [ModelCall], every: Duration, now: Timestamp) -> Timestamp? {
        let sent = calls.filter(\.outcome.wasSent)
        guard let last = sent.first, !last.outcome.isAccepted else { return nil }
        let failures = sent.prefix { !$0.outcome.isAccepted && !$0.outcome.isRefusedText }.count
        var end = last.notBefore ?? last.started
        if last.outcome.isLasting {
            // The next pass shows whether somebody has fixed it; the other language of this one need not.
            end = max(end, last.started + every * 0.75)
        } else if failures >= 3 {
            end = max(end, last.started + min(every, .hours(1)) * Double(min(6, 1 << min(failures - 3, 3))))
        }
        return end > now ? end : nil
    }
}
