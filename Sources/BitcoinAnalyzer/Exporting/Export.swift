import API
import Domain
import FoundationEssentials
import Interchange

/// Writes what archives hold, a page at a time.
struct Export {
    let candles: any CandleArchive
    let sightings: any SightingLog
    let news: any NewsArchive
    let format: ExportCommand.Format
    /// Returns whether the rest is wanted.
    var write: @Sendable (String) async throws -> Bool = { try await StandardOutput.send($0) }

    private static let candlesInPage = 5000
    private static let articlesInPage = 500

    func writeCandles(of interval: Interval, in range: TimeRange) async throws {
        let windows = try await windows(of: interval, in: range)
        let csv = CandleCSV(
            hasKnown: format == .csv ? try await hasMade(interval, in: windows) : true,
            hasDoubtful: format == .csv ? try await hasDoubtful(interval, in: windows) : true)
        if format == .csv, try await !write(csv.header) { return }
        var array = ArrayOutput(write: write)
        for window in windows {
            try Task.checkCancellation()
            let page = try await candles.candles(of: interval, in: window, limit: Self.candlesInPage)
            guard !page.isEmpty else { continue }
            let doubts = try await doubts(of: interval, in: window)
            let isWanted =
                switch format {
                case .csv: try await write(csv.lines(page.reversed(), doubts: doubts))
                case .json:
                    try await array.write(
                        page.reversed().map { ExportedCandle($0, doubt: doubts[$0.candle.openTime]) })
                }
            guard isWanted else { return }
        }
        if format == .json { try await array.end() }
    }

    private func windows(of interval: Interval, in range: TimeRange) async throws -> [TimeRange] {
        guard let extent = try await candles.extent(of: interval) else { return [] }
        let (start, end) = (max(range.start, extent.first), min(range.end, extent.last + .seconds(1)))
        return Array(TimeRange(start, until: end).windows(of: Self.candlesInPage, every: interval))
    }

    /// Whether some candle is made from finer ones; reads until the first one, which mostly is one of the first page.
    private func hasMade(_ interval: Interval, in windows: [TimeRange]) async throws -> Bool {
        guard interval.part != nil else { return false }
        for window in windows {
            try Task.checkCancellation()
            let page = try await candles.candles(of: interval, in: window, limit: Self.candlesInPage)
            if page.contains(where: { $0.known != nil }) { return true }
        }
        return false
    }

    private func hasDoubtful(_ interval: Interval, in windows: [TimeRange]) async throws -> Bool {
        guard let first = windows.first, let last = windows.last else { return false }
        return try await !sightings.doubtful(of: interval, in: TimeRange(first.start, until: last.end)).isEmpty
    }

    private func doubts(of interval: Interval, in range: TimeRange) async throws -> [Timestamp: DoubtReason] {
        let doubtful = try await sightings.doubtful(of: interval, in: range)
        return Dictionary(doubtful.map { ($0.openTime, $0.reason) }, uniquingKeysWith: { first, _ in first })
    }

    /// The archive lists the newest first: the places of its pages are noted, and the pages written from the last one.
    func writeArticles(in range: TimeRange) async throws {
        if format == .csv, try await !write(ArticleCSV.header) { return }
        var places: [NewsPosition] = []
        // Positions are exclusive, and no identity is empty: this one is before all articles of the end.
        var next: NewsPosition? = NewsPosition(time: range.end, id: ArticleID(rawValue: ""))
        while let place = next {
            try Task.checkCancellation()
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
                case .csv: try await write(ArticleCSV.lines(page.reversed()))
                case .json: try await array.write(page.reversed().map(ArticleRecord.init))
                }
            guard isWanted else { return }
        }
        if format == .json { try await array.end() }
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

/// The API's object, and why a doubtful candle is.
private struct ExportedCandle: Encodable {
    let candle: CandleResponse
    let doubt: DoubtReason?

    init(_ archived: ArchivedCandle, doubt: DoubtReason?) {
        candle = CandleResponse(archived, isDoubtful: doubt != nil)
        self.doubt = doubt
    }

    private enum CodingKeys: CodingKey { case doubt }

    func encode(to encoder: any Encoder) throws {
        try candle.encode(to: encoder)
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encodeIfPresent(doubt?.rawValue, forKey: .doubt)
    }
}

/// One JSON array on stdout, an element on each line.
private struct ArrayOutput {
    private var isEmpty = true
    private let encoder = JSONEncoder.compact
    private let send: @Sendable (String) async throws -> Bool

    init(write send: @escaping @Sendable (String) async throws -> Bool) { self.send = send }

    mutating func write(_ elements: [some Encodable]) async throws -> Bool {
        var text = ""
        for element in elements {
            text += isEmpty ? "[\n" : ",\n"
            text += try encoder.printableText(element)
            isEmpty = false
        }
        return try await send(text)
    }

    func end() async throws { _ = try await send(isEmpty ? "[]\n" : "\n]\n") }
}
