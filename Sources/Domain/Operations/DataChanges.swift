/// Tells that some process has written to the database, so that answers prepared from it can be prepared again.
package protocol DataChanges: Sendable {
    /// One element soon (within a second) after each commit by any process, several commits possibly as one.
    /// Ends when the task that reads it is cancelled.
    func changes() -> AsyncStream<Void>
}
