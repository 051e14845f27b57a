/// Stores what is known of the feeds.
///
/// Every method throws ``ArchiveFailure``.
package protocol FeedLog: Sendable {
    /// The recorded states, by address.
    func feeds() async throws -> [FeedState]

    /// The state of one feed; `nil` when it was never asked.
    func feed(at address: String) async throws -> FeedState?

    /// Stores a state in the place of the recorded one of its feed.
    func record(_ state: FeedState) async throws
}
