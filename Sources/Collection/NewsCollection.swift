import Domain

/// Fetches all feeds concurrently, and stores new articles.
struct NewsCollection: Sendable {
    let sources: [any NewsSource]
    let archive: any NewsArchive
    let journal: any Journal
    let now: @Sendable () -> Timestamp

    /// - Returns: one report per feed, in their order.
    func collect(run: RunID) async throws -> [SourceReport] {
        try await withThrowingTaskGroup(of: (Int, SourceReport).self) { group in
            for (index, source) in sources.enumerated() {
                group.addTask { (index, try await ask(source, run: run)) }
            }
            var reports: [(Int, SourceReport)] = []
            for try await report in group { reports.append(report) }
            return reports.sorted { $0.0 < $1.0 }.map(\.1)
        }
    }

    /// A feed without anything new, most of whose items are known with an earlier date: it repeats old items as today's.
    private static func repeated(_ articles: [ArchivedArticle], _ kept: WriteResult) -> SourceFailure.Reason? {
        guard kept.new == 0, kept.redated > 2, kept.redated * 2 > articles.count else { return nil }
        return .repeatedItems(kept.redated, of: articles.count)
    }

    private func ask(_ source: any NewsSource, run: RunID) async throws -> SourceReport {
        do {
            let batch = try await source.articles(since: try await archive.validators(of: source.address))
            if batch.notModified {
                journal.record(
                    Event(.info, "\(source.name): not modified", ["source": source.name.rawValue, "run": run.rawValue]))
                return SourceReport(source: source.name, part: .news, fetched: 0, kept: WriteResult())
            }
            if batch.rejectedCount > 0 {
                journal.record(
                    Event(
                        .warning,
                        "\(source.name): \(batch.rejectedCount) entries left out: "
                            + batch.rejected.joined(separator: "; "),
                        [
                            "source": source.name.rawValue, "run": run.rawValue,
                            "rejected": "\(batch.rejectedCount)",
                        ]))
            }
            let seen = now()
            let articles = batch.articles.map { ArchivedArticle($0, run: run, firstSeen: seen) }
            // Not its validators yet: a feed that repeats old items must be read again, not answer "not modified".
            let kept = try await archive.keep(articles, from: source.address, validators: nil)
            if let repeated = Self.repeated(articles, kept) {
                throw SourceFailure(source.name, repeated)
            }
            if let validators = batch.validators {
                _ = try await archive.keep([], from: source.address, validators: validators)
            }
            journal.record(
                Event(
                    .info, "\(source.name): \(articles.count) articles read, \(kept.new) new",
                    [
                        "source": source.name.rawValue, "run": run.rawValue, "fetched": "\(articles.count)",
                        "new": "\(kept.new)",
                    ]))
            var report = SourceReport(source: source.name, part: .news, fetched: articles.count, kept: kept)
            report.rejected = batch.rejectedCount
            return report
        } catch let failure as SourceFailure {
            try Task.checkCancellation()
            journal.record(Event(failure, run: run))
            return SourceReport(source: source.name, part: .news, failure: failure)
        }
    }
}
