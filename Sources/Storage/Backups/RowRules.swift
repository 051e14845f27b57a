import Domain

/// What a row of a backup may hold. A backup can come from anywhere, and its checksums can be computed by anyone: so
/// its values are checked as those of a venue or a feed are.
struct RowRules: Sendable {
    let table: SchemaCatalog.Table
    private let rules: [Rule]

    /// A value that is refused.
    struct Refusal: Error, Hashable, Sendable {
        let reason: String
    }

    enum Rule: Hashable, Sendable {
        case time(earliest: Timestamp)
        /// From 0 to a limit.
        case count(Int64)
        case flag
        case real
        /// Of at most so many bytes.
        case text(Int)
    }

    init(_ table: SchemaCatalog.Table) {
        self.table = table
        rules = table.columns.map {
            Self.rule(of: $0, isKey: table.key.contains($0.name), isSmall: table.small.contains($0.name))
        }
    }

    /// - Returns: the row, with U+FFFD in place of characters that could act on a terminal or a page.
    func checked(_ values: [SQLValue]) throws(Refusal) -> SQLRow {
        guard values.count == rules.count else { throw Refusal(reason: "it has \(values.count) columns") }
        var checked = values
        for index in values.indices {
            let name = table.columns[index].name
            checked[index] = try value(values[index], rules[index], name, isRequired: table.required.contains(name))
        }
        let row = SQLRow(values: checked)
        try check(row)
        return row
    }

    static let times: Set = [
        "open_time", "seen_at", "first_seen", "started", "finished", "opened", "resolved", "began", "explained", "seen",
        "replaced_at", "since", "last_answer", "last_failure", "not_before", "next_check",
        "clock_measured", "last_request", "last_read", "distrusted", "moved_since", "ended", "last_new",
        "hour", "claimed", "given", "created", "armed", "fired", "attempted", "next_attempt", "sent",
        "delivered",
    ]
    /// Written by publishers, who date articles as they like; and the bounds of what a venue does not have.
    /// The difference of two clocks may be negative too.
    static let anyTimes: Set = [
        "published", "order_time", "first_time", "end_time", "clock_offset", "first_article", "newest_article",
    ]
    static let counts: Set = [
        "position", "fetched", "kept_new", "kept_updated", "kept_unchanged", "reopened", "id", "source", "quote",
        "origin", "minute", "span", "known", "failures", "confirmations", "rejected",
        "items", "left_out", "duplicates", "skip_hours", "skip_days", "duration", "attempt", "input_tokens",
        "output_tokens", "reasoning_tokens", "text_length", "hours", "firings", "attempts",
    ]
    /// In seconds; an earlier version stored what publishers said without a bound.
    static let spans: Set = ["fresh_for", "ttl", "update_period", "longest_silence"]
    static let flags: Set = ["closed", "untitled", "helpful"]

    private static func rule(of column: RowBatch.Column, isKey: Bool, isSmall: Bool) -> Rule {
        switch column.kind {
        case .real: .real
        // An entry of an index of PostgreSQL has a third of a page at most.
        case .text: .text(isKey ? 2048 : 1 << 20)
        case .integer where anyTimes.contains(column.name): .time(earliest: .earliest)
        case .integer where times.contains(column.name): .time(earliest: Timestamp(milliseconds: 0))
        case .integer where flags.contains(column.name): .flag
        case .integer where spans.contains(column.name): .count(Timestamp.latest.milliseconds)
        case .integer: .count(isSmall ? Int64(Int16.max) : Int64(Int32.max))
        }
    }

    private func value(_ value: SQLValue, _ rule: Rule, _ name: String, isRequired: Bool) throws(Refusal) -> SQLValue {
        switch (value, rule) {
        case (.null, _):
            guard !isRequired else { throw Refusal(reason: "\(name) is missing") }
        case (.integer(let number), .time(let earliest)):
            guard number >= earliest.milliseconds, number <= Timestamp.latest.milliseconds else {
                throw Refusal(reason: "\(name) is no time between \(earliest) and \(Timestamp.latest)")
            }
        case (.integer(let number), .flag):
            guard number == 0 || number == 1 else { throw Refusal(reason: "\(name) is neither 0 nor 1") }
        case (.integer(let number), .count(let limit)):
            guard number >= 0, number <= limit else { throw Refusal(reason: "\(name) is no count") }
        case (.real(let number), .real):
            guard number.isFinite else { throw Refusal(reason: "\(name) is not a finite number") }
        case (.text(let text), .text(let limit)):
            guard text.utf8.count <= limit else { throw Refusal(reason: "\(name) has more than \(limit) bytes") }
            return .text(Self.printable(text))
        default:
            throw Refusal(reason: "\(name) is of another type")
        }
        return value
    }

    private func check(_ row: SQLRow) throws(Refusal) {
        do throws(ArchiveFailure) {
            if table.name == "candles" {
                let archived = try FirstCandleRow.candle(in: row)
                guard row.values.last == .flag(archived.isClosed) else {
                    throw .unreadable("closed does not agree with the time at which the candle was seen")
                }
            } else if let candles = CandleTable(named: table.name) {
                try check(row, of: candles.interval)
            } else if table.name == "replaced_candles" {
                let span = try row.integer(1)
                guard let table = CandleTable(span: span) else {
                    throw .unreadable("\(span) minutes are no interval")
                }
                try check(row, of: table.interval)
            } else if table.name == "price_alerts" {
                _ = try AlertStore.alert(in: row)
            } else if table.name == "push_subscriptions" {
                _ = try PushSubscriptionStore.subscription(in: row)
            }
        } catch {
            throw Refusal(reason: error.detail ?? error.message.english)
        }
    }

    /// The currency is in another table, and does not matter to the rules of the numbers.
    private func check(_ row: SQLRow, of interval: Interval) throws(ArchiveFailure) {
        let names = table.columns.map(\.name)
        guard let minute = names.firstIndex(of: "minute"), let open = names.firstIndex(of: "open") else { return }
        _ = try CandleRow.candle(
            interval, at: CandleTable.time(of: try row.integer(minute)), numbers: row, from: open, quote: .usd)
        guard let known = names.firstIndex(of: "known"), row.values[known] != .null else { return }
        guard try row.count(known) <= interval.partCount else {
            throw .unreadable("a candle of \(interval.rawValue) is made of more parts than it has")
        }
    }

    private static func printable(_ text: String) -> String {
        func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
            scalar.isPrintable || scalar == "\n" || scalar == "\t" || scalar == "\r"
        }
        guard !text.unicodeScalars.allSatisfy(isAllowed) else { return text }
        var scalars = String.UnicodeScalarView()
        for scalar in text.unicodeScalars { scalars.append(isAllowed(scalar) ? scalar : "\u{FFFD}") }
        return String(scalars)
    }
}

extension ArchiveFailure {
    /// - Parameter row: counted from 1.
    static func refused(_ path: String, _ table: String, row: Int, _ refusal: RowRules.Refusal) -> ArchiveFailure {
        ArchiveFailure(
            .corrupt,
            Phrase(
                "\(path): row \(row) of \(table) holds a value that this program does not accept",
                fr: "\(path)\u{A0}: la ligne \(row) de \(table) contient une valeur que ce programme n’accepte pas"),
            hint: .useAnotherBackup, detail: refusal.reason)
    }
}
