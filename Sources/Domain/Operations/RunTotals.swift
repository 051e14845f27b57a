/// What all recorded runs add up to. Nothing in it ever goes down, as long as records are kept.
package struct RunTotals: Hashable, Sendable {
    /// How often a source failed in one way.
    package struct SourceErrors: Hashable, Sendable {
        package let source: SourceName
        package let kind: ErrorKind
        package let count: Int

        package init(source: SourceName, kind: ErrorKind, count: Int) {
            self.source = source
            self.kind = kind
            self.count = count
        }
    }

    /// Runs that have ended, by how. A run that is under way is not counted yet.
    package var ended: [RunOutcome: Int]
    /// When the newest run ended in which some source served the part.
    package var lastServed: [SourceReport.Part: Timestamp]
    /// In the order of sources and kinds.
    package var errors: [SourceErrors]

    package init(
        ended: [RunOutcome: Int] = [:], lastServed: [SourceReport.Part: Timestamp] = [:], errors: [SourceErrors] = []
    ) {
        self.ended = ended
        self.lastServed = lastServed
        self.errors = errors
    }
}

/// Counts the recorded runs, whichever process recorded them.
package protocol RunCounting: Sendable {
    /// Throws ``ArchiveFailure``.
    func totals() async throws -> RunTotals
}
