import Domain
import Feeds
import FoundationEssentials
import Interchange
import Storage
import Synchronization

/// The rows of a database of the first Bitcoin Analyzer, as files to import.
enum LegacyImport {
    /// Where its candles come from: worse than every venue, which may replace them.
    static let source = SourceName("legacy")

    /// The files, by what they hold; those without a row are left out.
    static func inputs(of url: DatabaseURL) async throws -> [InputFile] {
        let spool = SharedLegacySpool(try LegacySpool())
        do {
            _ = try await LegacyDatabase(url).read { table, rows in spool.take(table, rows) }
        } catch let failure as ArchiveFailure {
            // Its own advice is about the database of this program, such as to restore a backup.
            throw CommandFailure(
                CommandFailure(failure)?.code ?? .badInput, Phrase(verbatim: "--legacy: ") + failure.message,
                hint: Phrase(
                    "name the database of the first Bitcoin Analyzer, and check that it can be read; nothing was imported",
                    fr:
                        "indiquez la base de données du premier Bitcoin Analyzer, et vérifiez qu’elle est lisible\u{A0}; "
                        + "rien n’a été importé"), detail: failure.detail)
        }
        return try spool.inputs()
    }
}

private final class SharedLegacySpool: Sendable {
    private let spool: Mutex<LegacySpool>

    init(_ spool: sending LegacySpool) { self.spool = Mutex(spool) }

    func take(_ table: LegacyDatabase.Table, _ rows: [[String?]]) -> Bool { spool.withLock { $0.take(table, rows) } }

    func inputs() throws -> [InputFile] { try spool.withLock { try $0.inputs() } }
}

/// Rows as CSV, as they come.
private final class LegacySpool {
    private let prices: InputSpool
    private let news: InputSpool
    private var (priceRows, newsRows) = (0, 0)
    private var lastTime: String?
    /// For articles without a time, which come last: they were seen before the database ended.
    private var newest: Timestamp?
    private var failure: (any Error)?

    init() throws {
        prices = try InputSpool("bitcoin_prices")
        news = try InputSpool("bitcoin_news")
        try prices.write("time,open,high,low,close,volume\n")
        try news.write(ArticleCSV.header)
    }

    func take(_ table: LegacyDatabase.Table, _ rows: [[String?]]) -> Bool {
        do {
            switch table {
            case .prices: try take(prices: rows)
            case .news: try take(rows.map { Self.article($0[0], link: $0[1], $0[2], time: $0[3]) })
            case .articles: try take(rows.map { Self.article($0[0], link: $0[1], nil, time: nil) })
            }
            return true
        } catch {
            failure = error
            return false
        }
    }

    func inputs() throws -> [InputFile] {
        if let failure { throw failure }
        return try (priceRows > 0 ? [prices.input()] : []) + (newsRows > 0 ? [news.input()] : [])
    }

    private func take(prices rows: [[String?]]) throws {
        var text = ""
        for row in rows {
            // The first one of a time is its latest observation.
            let time = row[0]
            guard time == nil || time != lastTime else { continue }
            // One without a time is refused, or counted, as any row that is no candle.
            lastTime = time ?? lastTime
            priceRows += 1
            text += row.map { ($0 ?? "").filter { !",\"\r\n".contains($0) } }.joined(separator: ",") + "\n"
        }
        if let moment = lastTime.flatMap(Self.moment) { newest = max(newest ?? moment, moment) }
        try prices.write(text)
    }

    private func take(_ records: [ArticleRecord]) throws {
        for record in records {
            newsRows += 1
            if let time = record.published { newest = max(newest ?? time, time) }
            var record = record
            if record.published == nil { record.firstSeen = newest }
            try news.write(ArticleCSV.line(record))
        }
    }

    private static func article(_ title: String?, link: String?, _ content: String?, time: String?) -> ArticleRecord {
        let address = link.flatMap(ForeignArticle.link) ?? ""
        return ArticleRecord(
            published: time.flatMap(moment), title: ForeignArticle.plainText(title ?? ""), link: address,
            publisher: host(of: address),
            summary: String(ForeignArticle.plainText(content ?? "").prefix(Article.summaryLimit)),
            feed: LegacyImport.source)
    }

    /// Unix seconds or milliseconds, or a date as feeds have it.
    private static func moment(_ text: String) -> Timestamp? {
        if let number = Double(text) {
            guard number > 1e8, number < 1e14 else { return nil }
            return Timestamp(milliseconds: Int64(clamped: number < 1e11 ? number * 1000 : number))
        }
        return ForeignArticle.date(text)
    }

    private static func host(of link: String) -> String {
        SourceName(feed: link).rawValue
    }
}
