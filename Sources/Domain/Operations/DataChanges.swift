/// Notifies about commits of any process, so that cached responses can be renewed.
package protocol DataChanges: Sendable {
    /// One element within a second of each commit by any process; several commits may share one. Ends when the reading
    /// task is cancelled.
    func changes() -> AsyncStream<Void>
}
