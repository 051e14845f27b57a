/// Stores what is known of the sources: when each may be asked again, and what it does not have.
///
/// Every method throws ``ArchiveFailure``.
package protocol SourceLog: Sendable {
    /// The recorded states, by name.
    func states() async throws -> [SourceState]

    /// Stores a state in the place of the recorded one of its source.
    func record(_ state: SourceState) async throws

    /// The absences of a source that overlap `range`, oldest first, not clipped.
    func absences(of source: SourceName, _ interval: Interval, in range: TimeRange) async throws -> [SourceAbsence]

    /// Replaces, in one transaction, the absences of a source that overlap `range` by `absences`.
    func replaceAbsences(
        of source: SourceName, _ interval: Interval, in range: TimeRange, with absences: [SourceAbsence]) async throws

    /// The absences of every source, by source, interval and time, at most `limit` for each source, the longest.
    func absences(limit: Int) async throws -> [SourceAbsence]
}

extension SourceLog {
    /// The recorded state of a source, or the one of a source never asked.
    package func state(of source: SourceName) async throws -> SourceState {
        try await states().first { $0.source == source } ?? SourceState(source)
    }
}
