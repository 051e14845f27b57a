import Domain

/// What each source did in a run, in the order in which they were asked.
struct SourceReports: Sendable {
    private(set) var all: [SourceReport] = []

    mutating func add(_ page: SourcePage, of source: SourceName, _ part: SourceReport.Part, kept: WriteResult) {
        update(source, part) {
            $0.fetched += page.candles.count
            $0.new += kept.new
            $0.updated += kept.updated
            $0.unchanged += kept.unchanged
            $0.rejected += page.rejected.count
        }
    }

    /// Counts candles of a source that took the place of others'.
    mutating func correct(_ source: SourceName, _ part: SourceReport.Part, _ kept: WriteResult) {
        guard kept.updated > 0 else { return }
        update(source, part) { $0.updated += kept.updated }
    }

    /// The first failure stays: it is the reason of those that follow.
    mutating func fail(_ failure: SourceFailure, _ part: SourceReport.Part) {
        update(failure.source, part) {
            guard $0.error == nil else { return }
            let failed = SourceReport(source: failure.source, part: part, failure: failure)
            ($0.outcome, $0.error) = (failed.outcome, failed.error)
        }
    }

    /// The newest text of a failure of this kind. That times are shifted is why newer candles seemed to be missing.
    mutating func renew(_ failure: SourceFailure) {
        var kinds = [failure.kind]
        if case .shiftedTimes = failure.reason { kinds += [.stale, .empty] }
        let isSame = { (report: SourceReport) in
            report.source == failure.source && report.error.map { kinds.contains($0.kind) } ?? false
        }
        guard let index = all.firstIndex(where: isSame) else {
            let part = all.first { $0.source == failure.source }?.part ?? .prices
            return fail(failure, part)
        }
        all[index].error = SourceReport(source: failure.source, part: all[index].part, failure: failure).error
    }

    mutating func skip(_ state: SourceState, _ part: SourceReport.Part) {
        guard !all.contains(where: { $0.source == state.source && $0.part == part }) else { return }
        all.append(SourceReport(skipping: state.source, part: part, failure: state.skipped))
    }

    /// A source that was skipped, and is asked all the same.
    mutating func unskip(_ source: SourceName, _ part: SourceReport.Part) {
        all.removeAll { $0.source == source && $0.part == part && $0.outcome == .skipped }
    }

    private mutating func update(
        _ source: SourceName, _ part: SourceReport.Part, _ change: (inout SourceReport) -> Void
    ) {
        if let index = all.firstIndex(where: { $0.source == source && $0.part == part }) {
            change(&all[index])
        } else {
            var report = SourceReport(source: source, part: part, fetched: 0, kept: WriteResult())
            change(&report)
            all.append(report)
        }
    }

    /// Whether a source has failed in this way.
    func has(_ kind: ErrorKind, of source: SourceName) -> Bool {
        all.contains { $0.source == source && $0.error?.kind == kind }
    }

    /// The rows of a source that were refused.
    func rejected(of source: SourceName) -> Int {
        all.first { $0.source == source && $0.part == .prices }?.rejected ?? 0
    }

    /// The candles that were written, over all sources.
    var kept: WriteResult {
        all.reduce(WriteResult()) { $0 + WriteResult(new: $1.new, updated: $1.updated, unchanged: $1.unchanged) }
    }
}
