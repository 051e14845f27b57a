import API
import ArgumentParser
import Domain
import FoundationEssentials
import Interchange
import Storage

struct ExportCommand: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            "export",
            Phrase(
                "Writes the stored candles or articles to standard output, oldest first.",
                fr: "Écrit les chandeliers ou les articles conservés sur la sortie standard, du plus ancien au plus "
                    + "récent."),
            discussion: Phrase(
                "import reads what it wrote.",
                fr: "import relit ce qu’elle a écrit."))
    }

    enum Content: String, ExpressibleByArgument, CaseIterable { case candles, news }
    enum Format: String, CaseIterable { case csv, json }

    @OptionGroup var options: CommonOptions

    @Argument(
        help: .localized(
            "What to export: candles or news.",
            fr: "Ce qui est exporté\u{A0}: candles (chandeliers) ou news (articles).",
            value: Phrase("content", fr: "contenu")))
    var content: Content

    @Option(
        name: .long,
        help: .localized(
            "Candle interval: 1m, 5m, 15m, 1h, 4h, 1d or 1w.",
            fr: "Intervalle des chandeliers\u{A0}: 1m, 5m, 15m, 1h, 4h, 1d ou 1w.",
            value: Phrase("interval", fr: "intervalle")))
    var interval = Interval.oneHour.rawValue

    @Option(
        name: .long,
        help: .localized(
            "Start, as a day or a moment: 2026-01-31 or 2026-01-31T09:00:00Z.",
            fr: "Début, sous forme de jour ou de moment\u{A0}: 2026-01-31 ou 2026-01-31T09:00:00Z.",
            value: Phrase("from", fr: "début")))
    var from: String?

    @Option(
        name: .long,
        help: .localized(
            "End, exclusive, as a day or a moment.",
            fr: "Fin, non comprise, sous forme de jour ou de moment.",
            value: Phrase("to", fr: "fin")))
    var to: String?

    @Option(
        name: .long,
        help: .localized(
            "Format: csv or json; csv if omitted, json with --json.",
            fr: "Format\u{A0}: csv ou json\u{A0}; csv si omis, json avec --json.",
            value: Phrase("format", fr: "format")))
    var format: String?

    func validate() throws {
        if let format, Format(rawValue: format) == nil {
            throw ValidationError.notOneOf("--format", Format.allCases.map(\.rawValue), got: format)
        }
        guard Interval(rawValue: interval) != nil else {
            throw ValidationError.notOneOf("--interval", Interval.allCases.map(\.rawValue), got: interval)
        }
        for (name, text) in [("--from", from), ("--to", to)] {
            guard let text, Timestamp(rfc3339: text) == nil else { continue }
            throw ValidationError.invalid(
                name,
                Phrase(
                    "a day or a moment, such as 2026-01-31 or 2026-01-31T09:00:00Z",
                    fr: "un jour ou un moment, comme 2026-01-31 ou 2026-01-31T09:00:00Z"), got: text)
        }
    }

    func run() async throws {
        let wiring = try Wiring(options)
        let range = TimeRange(
            from.flatMap(Timestamp.init(rfc3339:)) ?? .earliest, until: to.flatMap(Timestamp.init(rfc3339:)) ?? .latest)
        let format = format.flatMap(Format.init) ?? (options.json ? .json : .csv)
        let (content, interval) = (content, Interval(rawValue: interval) ?? .oneHour)
        try await stoppingOnSignals {
            try await wiring.withDatabase(for: .reading) { open in
                let export = Export(candles: open.database.candles, news: open.database.news, format: format)
                switch content {
                case .candles: try await export.writeCandles(of: interval, in: range)
                case .news: try await export.writeArticles(in: range)
                }
            }
        }
    }
}

/// Writes what archives hold, a page at a time.
struct Export {
    let candles: any CandleArchive
    let news: any NewsArchive
    let format: ExportCommand.Format
    /// Returns whether the rest is wanted.
    var write: @Sendable (String) throws -> Bool = { try StandardOutput.write($0) }

    private static let candlesInPage = 5000
    private static let articlesInPage = 500

    func writeCandles(of interval: Interval, in range: TimeRange) async throws {
        if format == .csv, try !write(CandleCSV.header) { return }
        var array = ArrayOutput(write: write)
        if let extent = try await candles.extent(of: interval) {
            let start = max(range.start, extent.first)
            let end = min(range.end, extent.last + .seconds(1))
            for window in TimeRange(start, until: end).windows(of: Self.candlesInPage, every: interval) {
                try Task.checkCancellation()
                let page = try await candles.candles(of: interval, in: window, limit: Self.candlesInPage)
                guard !page.isEmpty else { continue }
                let isWanted =
                    switch format {
                    case .csv: try write(CandleCSV.lines(page.reversed()))
                    case .json: try array.write(page.reversed().map { CandleResponse($0) })
                    }
                guard isWanted else { return }
            }
        }
        if format == .json { try array.end() }
    }

    /// The archive lists the newest first: the places of its pages are noted, and the pages written from the last one.
    func writeArticles(in range: TimeRange) async throws {
        if format == .csv, try !write(ArticleCSV.header) { return }
        var places: [NewsPosition] = []
        // Positions are exclusive, and no identity is empty: this one is before all articles of the end.
        var next: NewsPosition? = NewsPosition(time: range.end, id: ArticleID(rawValue: ""))
        while let place = next {
            places.append(place)
            let page = try await news.articles(matching: NewsQuery(before: place), limit: Self.articlesInPage)
            next = page.count < Self.articlesInPage ? nil : page.last.map(\.position)
            if let last = page.last, last.orderTime < range.start { next = nil }
        }
        var array = ArrayOutput(write: write)
        for index in places.indices.reversed() {
            try Task.checkCancellation()
            let page = try await articles(
                before: places[index], through: index + 1 < places.count ? places[index + 1] : nil
            ).filter { $0.orderTime >= range.start }
            guard !page.isEmpty else { continue }
            let isWanted =
                switch format {
                case .csv: try write(ArticleCSV.lines(page.reversed()))
                case .json: try array.write(page.reversed().map(ArticleRecord.init))
                }
            guard isWanted else { return }
        }
        if format == .json { try array.end() }
    }

    /// The articles before a place down to another one, newest first: more than a page where some came meanwhile.
    private func articles(before start: NewsPosition?, through last: NewsPosition?) async throws -> [ArchivedArticle] {
        var (found, next) = ([ArchivedArticle](), start)
        while true {
            let page = try await news.articles(matching: NewsQuery(before: next), limit: Self.articlesInPage)
            guard let last else { return found + page }
            if let end = page.firstIndex(where: { $0.position == last }) { return found + page[...end] }
            found += page.filter { $0.orderTime >= last.time }
            guard page.count == Self.articlesInPage, let oldest = page.last, oldest.orderTime >= last.time else {
                return found
            }
            next = oldest.position
        }
    }
}

extension ArchivedArticle {
    fileprivate var position: NewsPosition { NewsPosition(time: orderTime, id: article.id) }
}

/// One JSON array on stdout, an element on each line.
private struct ArrayOutput {
    private var isEmpty = true
    private let encoder = JSONEncoder.compact
    private let send: @Sendable (String) throws -> Bool

    init(write send: @escaping @Sendable (String) throws -> Bool) { self.send = send }

    mutating func write(_ elements: [some Encodable]) throws -> Bool {
        var text = ""
        for element in elements {
            text += isEmpty ? "[\n" : ",\n"
            text += try encoder.printableText(element)
            isEmpty = false
        }
        return try send(text)
    }

    func end() throws { _ = try send(isEmpty ? "[]\n" : "\n]\n") }
}
