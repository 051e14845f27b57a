package import Domain

/// Articles as CSV (RFC 4180).
package enum ArticleCSV {
    /// The names of the columns.
    package static let header = ArticleRecord.CodingKeys.allCases.map(\.rawValue).joined(separator: ",") + "\n"

    /// One record for each article.
    package static func lines(_ articles: some Sequence<ArchivedArticle>) -> String {
        articles.reduce(into: "") { $0 += line(ArticleRecord($1)) }
    }

    package static func line(_ record: ArticleRecord) -> String {
        let fields = [
            record.published?.rfc3339 ?? "", record.title, record.link, record.publisher, record.language ?? "",
            record.summary, record.feed?.rawValue ?? "", record.firstSeen?.rfc3339 ?? "",
            record.id?.rawValue ?? "", record.author ?? "", record.isUntitled ? "true" : "",
        ]
        return fields.map(CSVField.text).joined(separator: ",") + "\n"
    }

    /// The record of a line; `nil` when a time cannot be read.
    static func record(_ fields: [String], columns: [ArticleRecord.CodingKeys?]) -> ArticleRecord? {
        func field(_ key: ArticleRecord.CodingKeys) -> String {
            columns.firstIndex(of: key).flatMap { $0 < fields.count ? fields[$0] : nil } ?? ""
        }
        func time(_ key: ArticleRecord.CodingKeys) -> Timestamp?? {
            let text = field(key)
            guard !text.isEmpty else { return .some(nil) }
            return Timestamp(rfc3339: text).map { .some($0) }
        }
        guard let published = time(.published), let firstSeen = time(.firstSeen) else { return nil }
        let (feed, id, author) = (field(.feed), field(.id), field(.author))
        var record = ArticleRecord(
            published: published, title: field(.title), link: field(.link), publisher: field(.publisher),
            language: field(.language).isEmpty ? nil : field(.language), summary: field(.summary),
            feed: feed.isEmpty ? nil : SourceName(feed), firstSeen: firstSeen,
            id: id.isEmpty ? nil : ArticleID(rawValue: id))
        record.author = author.isEmpty ? nil : author
        record.isUntitled = field(.isUntitled) == "true"
        return record
    }
}
