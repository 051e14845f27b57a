/// What is known of a source across passes, processes and hosts.
package struct SourceState: Hashable, Sendable {
    package let source: SourceName
    /// The newest response with data.
    package var lastAnswer: Timestamp?
    package var lastFailure: Timestamp?
    /// The reason of the last failure.
    package var failure: SourceReport.Failure?
    /// The number of failures since the last response with data.
    package var failures: Int
    /// The source must not be asked before this; `nil` when it may be asked now.
    package var notBefore: Timestamp?
    /// Why it must not be asked before ``notBefore``.
    package var pause: SourcePause?

    package init(
        _ source: SourceName, lastAnswer: Timestamp? = nil, lastFailure: Timestamp? = nil,
        failure: SourceReport.Failure? = nil, failures: Int = 0, notBefore: Timestamp? = nil, pause: SourcePause? = nil
    ) {
        self.source = source
        self.lastAnswer = lastAnswer
        self.lastFailure = lastFailure
        self.failure = failure
        self.failures = failures
        self.notBefore = notBefore
        self.pause = pause
    }
}

/// Why a source is not asked for a while.
package struct SourcePause: OpenEnum {
    package let rawValue: String
    package init(rawValue: String) { self.rawValue = rawValue }

    /// It asked for the delay (`Retry-After`).
    package static let requested = SourcePause(rawValue: "requested")
    /// It said until when this address is banned.
    package static let banned = SourcePause(rawValue: "banned")
    /// It failed several times in a row.
    package static let backOff = SourcePause(rawValue: "back-off")

    package static let known: [SourcePause] = [.requested, .banned, .backOff]
}
