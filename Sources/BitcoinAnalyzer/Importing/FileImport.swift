import Collection
import Domain
import Feeds
import FoundationEssentials
import Interchange
import Storage
import Synchronization

/// The import of one file into an open database. A file with a row that cannot be a candle is refused before anything is
/// written; then each source of its rows is loaded in a transaction of its own.
struct FileImport {
    let open: OpenDatabase
    let options: ImportOptions
    let language: Language
    let progress: Progress

    func run(_ input: InputFile) async throws -> ImportReport {
        let now = MarketClock.real.now()
        let started = ContinuousClock.now
        let run = RunID.fresh(at: now)
        let content = try FileContent(of: input)
        var report = ImportReport(file: input.name, content: content, run: run)
        var sources: [SourceReport] = []
        switch content {
        case .candles: sources = try await candles(input, run, now, &report)
        case .articles: sources = try await articles(input, run, now, &report)
        }
        try await open.record(importRun: run, command: Run.fileImport, started: now, sources)
        report.seconds = (ContinuousClock.now - started).inSeconds
        return report
    }

    private func candles(_ input: InputFile, _ run: RunID, _ now: Timestamp, _ report: inout ImportReport) async throws
        -> [SourceReport]
    {
        var options = options
        let first = try CandleFeed(input, options, run: run, now: now)
        options.interval = first.interval
        options.covered = try await covered(first.interval)
        var reports: [SourceReport] = []
        var (left, isFirst) = ([nil] as [CandleProvenance?], true)
        while let provenance = left.popLast() {
            let feed = try CandleFeed(input, options, run: run, now: now, only: provenance)
            let counter = Atomic(0)
            let kept = try await open.database.loader.load(
                feed.interval, from: feed.provenance,
                rule: ReplacementRule(ranking: open.wiring.settings.priceSources.map(\.venue.name), corrections: nil)
            ) {
                let chunk = try feed.next()
                counter.add(chunk.count, ordering: .relaxed)
                progress.show(Double(input.position) / Double(max(1, input.size)) * 0.5, input.name)
                return chunk
            } progress: {
                progress.show(0.5 + $0 * 0.5, input.name)
            }
            if isFirst {
                report.describe(feed, feed.summary, language)
                left = feed.others
                isFirst = false
            }
            report.add(kept)
            let fetched = counter.load(ordering: .relaxed)
            reports.append(SourceReport(source: feed.provenance.source, part: .prices, fetched: fetched, kept: kept))
        }
        return reports
    }

    /// The time for which 4h, 1d and 1w are made from hours: a venue's own candle never stands beside ours.
    private func covered(_ interval: Interval) async throws -> TimeRange? {
        guard [.fourHours, .oneDay, .oneWeek].contains(interval),
            let hours = try await open.database.candles.extent(of: .oneHour)
        else { return nil }
        return TimeRange(interval.openTime(containing: hours.first), until: hours.last + .hours(1))
    }

    private func articles(_ input: InputFile, _ run: RunID, _ now: Timestamp, _ report: inout ImportReport) async throws
        -> [SourceReport]
    {
        // First without keeping anything, as a bad row refuses the file.
        let checked = try ArticleFile(input, run: run, now: now, identify: ForeignArticle.identity)
        while try !checked.next().isEmpty {}
        guard checked.badRows == 0 || options.skipsBadRows else { throw checked.refusal }
        let file = try ArticleFile(input, run: run, now: now, identify: ForeignArticle.identity)
        var kept = WriteResult()
        while true {
            let chunk = try file.next()
            if chunk.isEmpty { break }
            kept = try await kept + open.database.news.keep(chunk, from: "import", validators: nil)
            progress.show(Double(file.articles) / Double(max(1, checked.articles)), input.name)
        }
        report.rows = file.articles
        report.note(file.badRows, file.firstBadRows, language)
        report.add(kept)
        return [SourceReport(source: "import", part: .news, fetched: file.articles, kept: kept)]
    }
}

extension OpenDatabase {
    /// Records a finished import.
    func record(importRun id: RunID, command: String, started: Timestamp, _ sources: [SourceReport]) async throws {
        let run = Run(
            id: id, traceID: TraceContext(continuing: nil).traceID, command: command, trigger: .manual,
            host: ProcessInfo.processInfo.hostName, started: started, finished: MarketClock.real.now(), outcome: .ok,
            sources: sources)
        try await database.runs.finish(run)
    }
}
