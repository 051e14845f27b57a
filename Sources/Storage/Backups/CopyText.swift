/// Rows as lines of text: fields between tabs, `\N` for NULL, and a backslash before what has a meaning, as in
/// PostgreSQL's COPY (https://www.postgresql.org/docs/current/sql-copy.html, Text Format).
enum CopyText {
    static func append(_ values: [SQLValue], to line: inout [UInt8]) {
        for (place, value) in values.enumerated() {
            if place > 0 { line.append(tab) }
            switch value {
            case .null: line += "\\N".utf8
            case .integer(let number): line += String(number).utf8
            // As many digits as the exact value needs.
            case .real(let number): line += number.description.utf8
            case .text(let text): append(text, to: &line)
            }
        }
        line.append(newline)
    }

    /// - Parameter line: without its line end.
    /// - Returns: `nil` when it has another number of fields, or one that is not of the type of its column.
    static func values(of line: ArraySlice<UInt8>, _ columns: [RowBatch.Column]) -> [SQLValue]? {
        let fields = line.split(separator: tab, maxSplits: columns.count, omittingEmptySubsequences: false)
        guard fields.count == columns.count else { return nil }
        var values: [SQLValue] = []
        values.reserveCapacity(columns.count)
        for (field, column) in zip(fields, columns) {
            guard let value = value(of: field, column.kind) else { return nil }
            values.append(value)
        }
        return values
    }

    private static let tab = UInt8(ascii: "\t")
    private static let newline = UInt8(ascii: "\n")
    private static let backslash = UInt8(ascii: "\\")
    /// The letters after a backslash, and what they stand for.
    private static let escapes: [UInt8: UInt8] = [
        UInt8(ascii: "b"): 8, UInt8(ascii: "t"): 9, UInt8(ascii: "n"): 10, UInt8(ascii: "v"): 11,
        UInt8(ascii: "f"): 12, UInt8(ascii: "r"): 13,
    ]

    private static func append(_ text: String, to line: inout [UInt8]) {
        for byte in SQLValue.cleaned(text).utf8 {
            switch byte {
            case backslash: line += [backslash, backslash]
            case tab: line += [backslash, UInt8(ascii: "t")]
            case newline: line += [backslash, UInt8(ascii: "n")]
            case 13: line += [backslash, UInt8(ascii: "r")]
            default: line.append(byte)
            }
        }
    }

    private static func value(of field: ArraySlice<UInt8>, _ kind: RowBatch.Column.Kind) -> SQLValue? {
        if field.elementsEqual([backslash, UInt8(ascii: "N")]) { return .null }
        guard let bytes = unescaped(field), let text = String(validating: bytes, as: UTF8.self) else { return nil }
        switch kind {
        case .integer: return Int64(text).map { .integer($0) }
        case .real: return Double(text).map { .real($0) }
        case .text: return .text(text)
        }
    }

    /// `nil` for a backslash at the end.
    private static func unescaped(_ field: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
        guard field.contains(backslash) else { return field }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(field.count)
        var rest = field
        while let byte = rest.popFirst() {
            guard byte == backslash else {
                bytes.append(byte)
                continue
            }
            guard let escaped = rest.popFirst() else { return nil }
            bytes.append(escapes[escaped] ?? escaped)
        }
        return bytes[...]
    }
}
