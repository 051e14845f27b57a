import Domain

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// A value of a column or parameter, of a type that both engines have.
enum SQLValue: Hashable, Sendable {
    case null
    case integer(Int64)
    case real(Double)
    case text(String)
}

extension SQLValue {
    static func text(_ optional: String?) -> SQLValue { optional.map { .text($0) } ?? .null }
    static func time(_ moment: Timestamp) -> SQLValue { .integer(moment.milliseconds) }
    static func time(_ optional: Timestamp?) -> SQLValue { optional.map { .time($0) } ?? .null }
    static func flag(_ value: Bool) -> SQLValue { .integer(value ? 1 : 0) }
    static func count(_ value: Int) -> SQLValue { .integer(Int64(value)) }

    /// PostgreSQL text cannot contain U+0000, and C strings end there: both engines get U+FFFD instead.
    static func cleaned(_ text: String) -> String {
        hasZero(text) ? text.replacing("\0", with: "\u{FFFD}") : text
    }

    /// For every text that is written, so not one byte after the other.
    private static func hasZero(_ text: String) -> Bool {
        text.utf8.withContiguousStorageIfAvailable { bytes in
            guard let start = bytes.baseAddress else { return false }
            return memchr(start, 0, bytes.count) != nil
        } ?? text.utf8.contains(0)
    }
}
