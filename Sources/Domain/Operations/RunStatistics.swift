/// Counts over all recorded runs. Every method throws ``ArchiveFailure``.
package protocol RunStatistics: Sendable {
    func runSummary() async throws -> RunSummary
}

package struct RunSummary: Hashable, Sendable {
    package struct SourceError: Hashable, Sendable {
        package let source: SourceName
        package let kind: ErrorKind
        package init(source: SourceName, kind: ErrorKind) {
            self.source = source
            self.kind = kind
        }
    }

    /// Runs that have ended, by how.
    package var outcomes: [RunOutcome: Int]
    package var sourceErrors: [SourceError: Int]
    /// When a source last served the part.
    package var lastSuccess: [SourceReport.Part: Timestamp]

    package init(outcomes: [RunOutcome: Int] = [:], sourceErrors: [SourceError: Int] = [:], lastSuccess: [SourceReport.Part: Timestamp] = [:]) {
        self.outcomes = outcomes
        self.sourceErrors = sourceErrors
        self.lastSuccess = lastSuccess
    }
}
