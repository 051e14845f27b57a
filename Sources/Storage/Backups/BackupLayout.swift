import Crypto
import Domain

/// The layout of a backup: lines of UTF-8 text with rows and nothing else; no schema, no code, no settings.
///
///     bitcoin-analyzer backup 1
///     schema 3
///     table candles interval open_time open …
///     1h	1700000000000	37000.5 …
///     \.
///     rows 1 sha256 …
///     …
///     end sha256 …
///
/// The checksum of `rows` is that of the lines of the table's rows, the one of `end` that of all lines before it which
/// are not rows; so every byte is covered, and a file that was cut short has no end. They find damage; whoever can
/// write the file can also compute them, so each value is checked as well (``RowRules``).
enum BackupLayout {
    static let first = "bitcoin-analyzer backup 1"
    /// What a layout of a later version begins with too.
    static let family = "bitcoin-analyzer backup "
    /// The end of a table's rows, as in PostgreSQL's COPY. No row equals it: a backslash in text is doubled.
    static let endOfRows = "\\."

    static func schema(_ version: Int) -> String { "schema \(version)" }

    static func table(_ table: SchemaCatalog.Table) -> String {
        (["table", table.name] + table.columns.map(\.name)).joined(separator: " ")
    }

    static func rows(_ count: Int, _ digest: SHA256Digest) -> String { "rows \(count) sha256 \(digest.hexadecimal)" }
    static func end(_ digest: SHA256Digest) -> String { "end sha256 \(digest.hexadecimal)" }
}
