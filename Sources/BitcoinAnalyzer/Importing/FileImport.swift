import Collection
import Domain
import Feeds
import FoundationEssentials
import Interchange
import Storage
import Synchronization

/// The import of one file into an open database: all of it or nothing. While no other run collects, one transaction
/// stores it, a large one while its rest is read and checked.
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
        switch content {
        case .candles: try await candles(input, run, now, &report)
        case .articles: try await articles(input, run, now, &report)
        }
        report.seconds = (ContinuousClock.now - started).inSeconds
        return report
    }

    private func candles(_ input: InputFile, _ run: RunID, _ now: Timestamp, _ report: inout ImportReport) async throws
    {
        var options = options
        let isIntervalGiven = options.interval != nil
        options.interval = try CandleFeed(input, options, run: run, now: now).interval
        if let interval = options.interval { options.covered = try await covered(interval) }
        let progress = progress
        let feed = try CandleFeed(input, options, run: run, now: now) {
            progress.show(Double(input.position) / Double(max(1, input.size)) * 0.5, input.name)
        }
        let staged = try await open.database.loader.stage(feed.interval, from: feed)
        let rule = ReplacementRule(ranking: open.wiring.settings.priceSources.map(\.venue.name), corrections: nil)
        // The task that stores is not that of the command, and outlives a lost lease.
        let isEnded = EndFlag()
        let isStored = EndFlag()
        let stored = try await withTaskCancellationHandler {
            try await store(run, of: input, isStored) {
                let kept = try await staged.store(rule: rule, shouldStop: { isEnded.value }) {
                    progress.show(0.5 + $0 * 0.5, input.name)
                }
                isStored.set()
                return kept.sorted { $0.key.rawValue < $1.key.rawValue }.map { source, kept in
                    let fetched = kept.new + kept.updated + kept.unchanged
                    return SourceReport(source: source, part: .prices, fetched: fetched, kept: kept)
                }
            }
        } onCancel: {
            isEnded.set()
        }
        report.describe(feed, isIntervalGiven: isIntervalGiven, language)
        report.add(stored)
    }

    /// - Parameter isStored: whether the rows are in the database, whatever becomes of the run.
    /// - Returns: the recorded run.
    private func store(
        _ run: RunID, of input: InputFile, _ isStored: EndFlag,
        _ work: @escaping @Sendable () async throws -> [SourceReport]
    ) async throws -> Run {
        do {
            return try await open.collector().storeImport(run, isRefusal: { $0 is ImportFailure }, work).finishedRun()
        } catch let failure as ArchiveFailure where isStored.value {
            throw ArchiveFailure(
                failure.kind,
                Phrase(
                    "all of \(input.name) was stored, but not that its import has ended: ",
                    fr: "\(input.name) a été enregistré en entier, mais pas la fin de son import\u{A0}: ")
                    + failure.message, hint: failure.hint, detail: failure.detail)
        } catch is CancellationError {
            throw CommandFailure(
                .temporary,
                isStored.value
                    ? Phrase(
                        "stopped by a signal; all of \(input.name) was stored",
                        fr: "arrêt demandé par un signal\u{A0}; \(input.name) a été enregistré en entier")
                    : Phrase(
                        "stopped by a signal; nothing of \(input.name) was imported",
                        fr: "arrêt demandé par un signal\u{A0}; rien de \(input.name) n’a été importé"),
                hint: Phrase("run the command again", fr: "relancez la commande"))
        }
    }

    /// The time for which 4h, 1d and 1w are made from hours: a venue's own candle never stands beside ours.
    private func covered(_ interval: Interval) async throws -> TimeRange? {
        guard [.fourHours, .oneDay, .oneWeek].contains(interval),
            let hours = try await open.database.candles.extent(of: .oneHour)
        else { return nil }
        return TimeRange(interval.openTime(containing: hours.first), until: hours.last + .hours(1))
    }

    private func articles(_ input: InputFile, _ run: RunID, _ now: Timestamp, _ report: inout ImportReport) async throws
    {
        // First without keeping anything, as a bad row refuses the file.
        let checked = try ArticleFile(input, run: run, now: now, identify: Self.identity)
        while try !checked.next().isEmpty {}
        guard checked.badRows == 0 || options.skipsBadRows else { throw checked.refusal }
        let count = checked.articles
        let (loader, progress) = (open.database.articleLoader, progress)
        let isStored = EndFlag()
        let stored = try await store(run, of: input, isStored) {
            let kept = try await loader.load {
                progress.show(0.5, input.name)
                return try ArticleFile(input, run: run, now: now, identify: Self.identity)
            }
            isStored.set()
            return [SourceReport(source: "import", part: .news, fetched: count, kept: kept)]
        }
        report.rows = count
        report.note(checked.badRows, checked.firstBadRows, language)
        report.add(stored)
    }

    private static func identity(_ record: ArticleRecord) -> ArticleID {
        ForeignArticle.identity(
            link: record.link, title: record.title, publisher: record.publisher, published: record.published)
    }
}

/// Whether a person has ended the command, or the rows are stored.
private final class EndFlag: Sendable {
    private let isSet = Atomic(false)

    var value: Bool { isSet.load(ordering: .relaxed) }
    func set() { isSet.store(true, ordering: .relaxed) }
}
