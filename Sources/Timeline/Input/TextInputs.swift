import Domain

/// Finds how text is encoded by its first bytes.
enum TextInputs {
    static func decode(_ input: any ByteInput) throws(LogReadError) -> any ByteInput {
        let text = try PrefixedInput(input, peeking: 16)
        let head = Array(text.head)
        if head.starts(with: [0xEF, 0xBB, 0xBF]) {
            text.skip(3)
        } else if head.starts(with: [0xFF, 0xFE]) || isUTF16(head, zerosAt: 1) {
            return UTF16Input(text, isLittleEndian: true)
        } else if head.starts(with: [0xFE, 0xFF]) || isUTF16(head, zerosAt: 0) {
            return UTF16Input(text, isLittleEndian: false)
        }
        let begin = text.head
        if begin.starts(with: "__CURSOR=".utf8) || begin.starts(with: "__REALTIME".utf8) {
            return JournalExportInput(text)
        }
        return text
    }

    /// Whether every other byte is zero, and no other one: ASCII without a byte order mark.
    private static func isUTF16(_ head: [UInt8], zerosAt place: Int) -> Bool {
        head.count == 16 && head.indices.allSatisfy { (head[$0] == 0) == ($0 % 2 == place) }
    }
}

/// UTF-16 as UTF-8 (RFC 2781); a surrogate without its other half becomes U+FFFD.
final class UTF16Input: ByteInput {
    private let source: any ByteInput
    private let isLittleEndian: Bool
    private var raw = [UInt8](repeating: 0, count: 32 << 10)
    private var kept = 0
    private var high: UInt16?
    private var text: [UInt8] = []
    private var given = 0
    private var isAtBeginning = true
    var defect: LogSourceWarning? { source.defect }
    var stream: Int32? { given < text.count ? nil : source.stream }
    var size: Int? { nil }

    init(_ source: any ByteInput, isLittleEndian: Bool) {
        self.source = source
        self.isLittleEndian = isLittleEndian
    }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws(LogReadError) -> Int {
        while given == text.count {
            let more = try ByteInputs.readSome(source, &raw, from: kept)
            if more == 0 { return 0 }
            convert(kept + more)
        }
        let count = min(buffer.count, text.count - given)
        buffer.copyBytes(from: text[given..<(given + count)])
        given += count
        return count
    }

    private func convert(_ used: Int) {
        text.removeAll(keepingCapacity: true)
        given = 0
        var index = 0
        while index + 1 < used {
            let (first, second) = (UInt16(raw[index]), UInt16(raw[index + 1]))
            append(isLittleEndian ? second << 8 | first : first << 8 | second)
            index += 2
        }
        kept = used - index
        if kept == 1 { raw[0] = raw[index] }
    }

    private func append(_ unit: UInt16) {
        defer { isAtBeginning = false }
        if isAtBeginning, unit == 0xFEFF { return }
        if let first = high {
            high = nil
            if 0xDC00...0xDFFF ~= unit {
                return append(scalar: 0x10000 + (UInt32(first) - 0xD800) << 10 + UInt32(unit) - 0xDC00)
            }
            append(scalar: 0xFFFD)
        }
        if 0xD800...0xDBFF ~= unit {
            high = unit
        } else {
            append(scalar: UInt32(unit))
        }
    }

    private func append(scalar: UInt32) {
        text.append(contentsOf: String(Unicode.Scalar(scalar) ?? "\u{FFFD}").utf8)
    }
}
