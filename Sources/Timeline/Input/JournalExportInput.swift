/// `journalctl -o export` as the lines of `-o json`, with the fields that are shown
/// (https://systemd.io/JOURNAL_EXPORT_FORMATS/#journal-export-format).
final class JournalExportInput: ByteInput {
    private let source: any ByteInput
    private var raw = [UInt8](repeating: 0, count: 64 << 10)
    private var start = 0
    private var end = 0
    private var isAtEnd = false
    private var text: [UInt8] = []
    private var given = 0
    private var hasFields = false
    /// What is left of a binary field that is longer than the longest kept.
    private var skipped: UInt64 = 0
    private var isCut = false
    /// Whether the rest of a line that is longer than the longest kept is skipped.
    private var isInLongLine = false
    /// The bytes that were moved within the buffer.
    private(set) var moved = 0
    var stream: Int32? { given < text.count || start < end ? nil : source.stream }
    var size: Int? { nil }
    var defect: LogSourceWarning? { source.defect ?? (isCut ? .truncated : nil) }

    private static let names = Set(
        [
            "__REALTIME_TIMESTAMP", "MESSAGE", "PRIORITY", "_SYSTEMD_UNIT", "UNIT", "SYSLOG_IDENTIFIER", "TRACE_ID",
            "RUN",
        ].map { Array($0.utf8) })
    /// In bytes.
    private static let longest = 128 << 10

    init(_ source: any ByteInput) { self.source = source }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws(LogReadError) -> Int {
        while given == text.count {
            text.removeAll(keepingCapacity: true)
            given = 0
            guard try readField() else { return 0 }
        }
        let count = min(buffer.count, text.count - given)
        buffer.copyBytes(from: text[given..<(given + count)])
        given += count
        return count
    }

    /// Converts the next field, or the empty line that ends an entry; `false` at the end.
    private func readField() throws(LogReadError) -> Bool {
        if skipped > 0 { return try skip() }
        guard let newline = try lineEnd() else {
            // The last entry may end without an empty line.
            if hasFields { endEntry() }
            return given < text.count
        }
        let line = raw[start..<min(newline, end)]
        let wasInLongLine = isInLongLine
        isInLongLine = newline == end && end - start >= Self.longest
        // Every field has a line end.
        if newline == end, !isInLongLine, !wasInLongLine { isCut = true }
        if wasInLongLine {
            start = min(newline + 1, end)
        } else if line.isEmpty {
            start = min(newline + 1, end)
            if hasFields { endEntry() }
        } else if let equals = line.firstIndex(of: UInt8(ascii: "=")) {
            append(Array(line[..<equals]), line[(equals + 1)...])
            start = min(newline + 1, end)
        } else {
            let name = Array(line)
            start = min(newline + 1, end)
            try readBinary(name)
        }
        return true
    }

    /// A name alone on its line: a length of 64 bits, little endian, then the bytes and a line end.
    private func readBinary(_ name: [UInt8]) throws(LogReadError) {
        guard try fill(8) else { return end(cut: true) }
        let count = raw[start..<(start + 8)].reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        start += 8
        let kept = Int(min(count, UInt64(Self.longest)))
        guard try fill(kept) else { return end(cut: true) }
        append(name, raw[start..<(start + kept)])
        start += kept
        skipped = count - UInt64(kept) < .max ? count - UInt64(kept) + 1 : .max
    }

    private func end(cut: Bool) {
        isCut = cut
        start = end
        if hasFields { endEntry() }
    }

    private func skip() throws(LogReadError) -> Bool {
        if start == end, try !refill() {
            // More than the line end behind the field.
            if skipped > 1 { isCut = true }
            skipped = 0
            if hasFields { endEntry() }
            return given < text.count
        }
        let count = Int(min(skipped, UInt64(end - start)))
        start += count
        skipped -= UInt64(count)
        return true
    }

    private func append(_ name: [UInt8], _ value: ArraySlice<UInt8>) {
        guard Self.names.contains(name) else { return }
        text.append(contentsOf: (hasFields ? ",\"" : "{\"").utf8)
        hasFields = true
        text.append(contentsOf: name)
        text.append(contentsOf: "\":\"".utf8)
        for byte in value {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"): text += [UInt8(ascii: "\\"), byte]
            case 10: text += Array("\\n".utf8)
            case 0..<32: text += Array("\\u00".utf8) + [48 + byte / 16, Self.digits[Int(byte % 16)]]
            default: text.append(byte)
            }
        }
        text.append(UInt8(ascii: "\""))
    }

    private static let digits = Array("0123456789abcdef".utf8)

    private func endEntry() {
        text.append(contentsOf: "}\n".utf8)
        hasFields = false
    }

    /// The index of the next line end, or the end of the bytes where a line is too long or the last; `nil` at the end.
    private func lineEnd() throws(LogReadError) -> Int? {
        var searched = 0
        while true {
            if let newline = raw[(start + searched)..<end].firstIndex(of: UInt8(ascii: "\n")) { return newline }
            searched = end - start
            if end - start >= Self.longest { return end }
            if try !refill() { return start < end ? end : nil }
        }
    }

    /// Whether `count` bytes are there, after reading more if needed.
    private func fill(_ count: Int) throws(LogReadError) -> Bool {
        while end - start < count { if try !refill() { return false } }
        return true
    }

    /// Reads more behind what is left, which moves to the beginning where that makes room for as much again: a pipe may
    /// give a byte at a time, and each byte is moved once at most on average.
    private func refill() throws(LogReadError) -> Bool {
        guard !isAtEnd else { return false }
        if start == end {
            (start, end) = (0, 0)
        } else if end == raw.count, start >= raw.count / 2 {
            raw.replaceSubrange(0..<(end - start), with: Array(raw[start..<end]))
            moved += end - start
            (start, end) = (0, end - start)
        } else if end == raw.count {
            moved += raw.count
            raw.append(contentsOf: [UInt8](repeating: 0, count: raw.count))
        }
        let count = try ByteInputs.readSome(source, &raw, from: end)
        end += count
        isAtEnd = count == 0
        return count > 0
    }
}
