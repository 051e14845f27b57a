import Domain

/// Maps what is known of a feed to a row of `feeds`.
enum FeedRow {
    private static let own = [
        "name", "etag", "last_modified", "last_request", "answer", "last_read", "distrusted", "fresh_for", "ttl",
        "update_period", "skip_hours", "skip_days", "moved_to", "moved_since", "ended", "items", "left_out",
        "left_out_reasons", "duplicates", "last_new", "first_article", "newest_article", "longest_silence",
    ]
    private static let columns = own + SourceStateRow.columns
    static let select = "SELECT \(columns.joined(separator: ", ")) FROM feeds"
    static let upsert = """
        INSERT INTO feeds (\(columns.joined(separator: ", ")))
        VALUES (\(columns.map { _ in "?" }.joined(separator: ", ")))
        ON CONFLICT (name) DO UPDATE SET
        \(columns.dropFirst().map { "\($0) = excluded.\($0)" }.joined(separator: ", "))
        """

    static func values(_ feed: FeedState) -> [SQLValue] {
        let (demands, contents, history) = (feed.demands, feed.contents, feed.history)
        return [
            .text(feed.address), .text(feed.validators?.etag), .text(feed.validators?.lastModified),
            .time(feed.lastRequest), .text(feed.answer?.rawValue), .time(feed.lastRead), .time(feed.distrusted),
            .span(demands.freshFor), .span(demands.ttl), .span(demands.updatePeriod), .bits(demands.skipHours),
            .bits(demands.skipDays), .text(feed.move?.address), .time(feed.move?.since), .time(feed.ended),
            .count(contents.items), .count(contents.leftOut), .text(contents.reasons), .count(contents.duplicates),
            .time(feed.lastNew), .time(history?.first), .time(history?.newest), .span(history?.longestSilence),
        ] + SourceStateRow.values(feed.source)
    }

    static func feed(in row: SQLRow) throws(ArchiveFailure) -> FeedState {
        var feed = FeedState(try row.text(0), source: try SourceStateRow.state(in: row, from: own.count))
        feed.validators = FeedValidators(etag: try row.textIfAny(1), lastModified: try row.textIfAny(2))
        feed.lastRequest = try row.timeIfAny(3)
        feed.answer = try row.textIfAny(4).map { FeedAnswer(rawValue: $0) }
        feed.lastRead = try row.timeIfAny(5)
        feed.distrusted = try row.timeIfAny(6)
        feed.demands = FeedDemands(
            freshFor: try row.spanIfAny(7), ttl: try row.spanIfAny(8), updatePeriod: try row.spanIfAny(9),
            skipHours: try row.bits(10, below: 24), skipDays: try row.bits(11, below: 7))
        if let address = try row.textIfAny(12), let since = try row.timeIfAny(13) {
            feed.move = FeedMove(to: address, since: since)
        }
        feed.ended = try row.timeIfAny(14)
        feed.contents = FeedCounts(
            items: try row.count(15), leftOut: try row.count(16), reasons: try row.text(17),
            duplicates: try row.count(18))
        feed.lastNew = try row.timeIfAny(19)
        if let first = try row.timeIfAny(20), let newest = try row.timeIfAny(21) {
            feed.history = FeedHistory(first: first, newest: newest, longestSilence: try row.spanIfAny(22) ?? .zero)
        }
        return feed
    }
}

extension SQLValue {
    /// Whole seconds, rounded up.
    fileprivate static func span(_ span: Duration?) -> SQLValue {
        span.map { .integer(($0.wholeMilliseconds.addingClamped(999)) / 1000) } ?? .null
    }

    fileprivate static func bits(_ numbers: Set<Int>) -> SQLValue {
        .integer(numbers.filter { (0..<31).contains($0) }.reduce(0 as Int64) { $0 | 1 << $1 })
    }
}

extension SQLRow {
    fileprivate func spanIfAny(_ column: Int) throws(ArchiveFailure) -> Duration? {
        values[column] == .null ? nil : .seconds(try count(column))
    }

    fileprivate func bits(_ column: Int, below limit: Int) throws(ArchiveFailure) -> Set<Int> {
        let bits = try integer(column)
        return Set((0..<limit).filter { bits >> $0 & 1 == 1 })
    }
}
