package import Domain

/// A release that was deployed on this host, as pages show it.
package struct ReleaseNote: Hashable, Sendable {
    package let version: String
    package let time: Timestamp
    /// `live`, `undone`.
    package let outcome: Phrase
    /// Whether it is in service, or was until the next one.
    package let wentLive: Bool

    package init(version: String, time: Timestamp, outcome: Phrase, wentLive: Bool) {
        self.version = version
        self.time = time
        self.outcome = outcome
        self.wentLive = wentLive
    }

    /// Newest first.
    package typealias Reader = @Sendable () -> [ReleaseNote]
}
