/// Totals over all recorded runs. They never decrease while records are kept.
package struct RunTotals: Hashable, Sendable {
    /// The number of failures of one kind of a source.
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

    /// Finished runs by outcome, without those in progress.
    package var ended: [RunOutcome: Int]
    /// The end of the newest run in which a source returned the part.
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

/// Computes totals over the recorded runs of all processes.
package protocol RunCounting: Sendable {
    /// Throws ``ArchiveFailure``.
    func totals() async throws -> RunTotals
}
