package import Domain

/// The last result of a source.
package struct SourceRecord: Hashable, Sendable {
    package let source: SourceName
    package let part: SourceReport.Part
    package let run: Run
    package let error: SourceReport.Failure?

    /// One per source, in the order of the newest run that requested it.
    /// - Parameter runs: newest first.
    package static func latest(in runs: [Run]) -> [SourceRecord] {
        var seen: Set<SourceName> = []
        let asking = runs.filter(\.asksSources)
        func records(_ isIncluded: (SourceReport) -> Bool) -> [SourceRecord] {
            asking.flatMap { run in
                run.sources.filter { isIncluded($0) && seen.insert($0.source).inserted }.map {
                    SourceRecord(source: $0.source, part: $0.part, run: run, error: $0.error)
                }
            }
        }
        // A feed that was not due was asked by an earlier run, perhaps by one before those that were read.
        let asked = records { $0.outcome != .notDue }
        return asked + records { $0.outcome == .notDue }
    }
}

/// The last failure of a source in the runs that were read, and when it responded again.
package struct SourceTrouble: Hashable, Sendable {
    /// When the run that failed began.
    package let at: Timestamp
    package let failure: SourceReport.Failure
    /// When the first run after it in which the source responded began; `nil` until then.
    package let recovered: Timestamp?

    /// - Parameter runs: newest first.
    package init?(of source: SourceName, in runs: [Run]) {
        var recovered: Timestamp?
        for run in runs where run.asksSources {
            guard let report = run.sources.first(where: { $0.source == source }) else { continue }
            guard let failure = report.error else {
                recovered = run.started
                continue
            }
            at = run.started
            self.failure = failure
            self.recovered = recovered
            return
        }
        return nil
    }
}

/// Failing sources, how and since when, according to the last runs, and the sources used instead.
struct SourceHistory {
    /// A source whose last result is a failure.
    struct Failing {
        let source: SourceName
        let part: SourceReport.Part
        let failure: SourceReport.Failure
        /// Its failures in a row, newest first.
        let runs: [(run: Run, failure: SourceReport.Failure)]
        /// Sources of the same part that succeeded in the newest run.
        let usedInstead: [SourceName]

        var evidence: [Evidence] {
            runs.prefix(3).reversed().map {
                Evidence(
                    time: $0.run.started, source: "run \($0.run.id)",
                    line: "\(source) \($0.failure.kind.rawValue): \($0.failure.message)")
            }
        }
    }

    let failing: [Failing]
    /// The kinds of failure, where every source of the newest run failed in a way that they may share; `nil` otherwise.
    let shared: [ErrorKind]?

    /// The number of runs that are searched for a source that is left alone because it asked for that.
    private static let searched = 3

    init(_ runs: [Run]) {
        let finished = runs.filter { $0.outcome != .running && !$0.sources.isEmpty && $0.asksSources }
        failing = [SourceReport.Part.prices, .news].flatMap { Self.failing($0, in: finished) }
        shared = Self.shared(finished.first?.sources.filter { $0.part != .comparison }.map { $0.error?.kind } ?? [])
    }

    private static func failing(_ part: SourceReport.Part, in runs: [Run]) -> [Failing] {
        let relevant = runs.filter { $0.sources.contains { $0.part == part } }
        guard let newest = relevant.first else { return [] }
        // Of two sources that contradict each other neither is better, though one of them has supplied hours.
        let contradicted = Set(newest.sources.filter { $0.error?.kind == .disagrees }.map(\.source))
        let succeeded = newest.sources.filter {
            $0.part == part && $0.error == nil && !contradicted.contains($0.source)
        }.map(\.source)
        var seen: Set<SourceName> = []
        let reports = relevant.prefix(searched).enumerated().flatMap { index, run in
            run.sources.filter { $0.concerns(part) }.map { (isNewest: index == 0, report: $0) }
        }
        return reports.compactMap { isNewest, report in
            guard seen.insert(report.source).inserted, let failure = report.error else { return nil }
            // Not asked since: an unused fallback says nothing, one that asked to be left alone still does.
            guard isNewest || failure.kind == .rateLimited else { return nil }
            var row: [(Run, SourceReport.Failure)] = []
            for run in relevant {
                guard let own = run.sources.first(where: { $0.source == report.source && $0.concerns(part) }) else {
                    continue
                }
                guard let failure = own.error else { break }
                row.append((run, failure))
            }
            return Failing(
                source: report.source, part: part, failure: failure, runs: row, usedInstead: succeeded)
        }
    }

    /// - Parameter kinds: one per requested source; `nil` for one that succeeded.
    static func shared(_ kinds: [ErrorKind?]) -> [ErrorKind]? {
        let failed = kinds.compactMap(\.self)
        let connecting: [ErrorKind] = [.dns, .connect, .timeout, .tls]
        guard failed.count > 1, failed.count == kinds.count, failed.allSatisfy(connecting.contains) else { return nil }
        return failed
    }
}

extension SourceReport {
    /// Whether the result counts for a part: a comparison counts for prices when it shows that the source is wrong. One
    /// that failed otherwise has taken nothing away.
    fileprivate func concerns(_ part: Part) -> Bool {
        self.part == part || part == .prices && self.part == .comparison && (error == nil || error?.kind == .disagrees)
    }
}
