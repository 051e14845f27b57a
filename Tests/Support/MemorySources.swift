package import Domain
import Synchronization

/// States of sources in memory, by the rules of ``SourceLog``: the stores' conformance tests run over it too.
package final class MemorySources: SourceLog {
    private let known = Mutex<[SourceName: SourceState]>([:])
    private let absent = Mutex<[SourceAbsence]>([])

    package init() {}

    package func states() async throws -> [SourceState] {
        known.withLock { $0.values.sorted { $0.source.rawValue < $1.source.rawValue } }
    }

    package func record(_ state: SourceState) async throws { known.withLock { $0[state.source] = state } }

    package func absences(of source: SourceName, _ interval: Interval, in range: TimeRange) async throws
        -> [SourceAbsence]
    {
        absent.withLock { $0.filter { Self.overlaps($0, source, interval, range) } }
            .sorted { $0.range.start < $1.range.start }
    }

    package func replaceAbsences(
        of source: SourceName, _ interval: Interval, in range: TimeRange, with absences: [SourceAbsence]
    ) async throws {
        absent.withLock { absent in
            absent.removeAll { Self.overlaps($0, source, interval, range) }
            absent += absences
        }
    }

    package func absences(limit: Int) async throws -> [SourceAbsence] {
        let bySource = Dictionary(grouping: absent.withLock { $0 }, by: \.source)
        return bySource.sorted { $0.key.rawValue < $1.key.rawValue }.flatMap { _, all in
            all.sorted { $0.range.duration > $1.range.duration }.prefix(limit)
                .sorted { ($0.interval.seconds, $0.range.start) < ($1.interval.seconds, $1.range.start) }
        }
    }

    private static func overlaps(
        _ absence: SourceAbsence, _ source: SourceName, _ interval: Interval, _ range: TimeRange
    ) -> Bool {
        absence.source == source && absence.interval == interval && absence.range.start < range.end
            && range.start < absence.range.end
    }
}
