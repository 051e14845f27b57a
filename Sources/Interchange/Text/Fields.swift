/// The fields of one line, without copies of its bytes.
struct Fields {
    private(set) var line = UnsafeBufferPointer<UInt8>(start: nil, count: 0)
    private var bounds: [(start: Int, end: Int)] = []

    var count: Int { bounds.count }

    /// Splits at `delimiter`, except within double quotes (RFC 4180, 2); spaces around a field and the quotes around it
    /// are left out.
    mutating func split(_ line: UnsafeBufferPointer<UInt8>, at delimiter: UInt8) {
        self.line = line
        bounds.removeAll(keepingCapacity: true)
        var start = 0
        var isQuoted = false
        for index in 0..<line.count {
            let byte = line[index]
            if byte == delimiter, !isQuoted {
                bounds.append(trimmed(start, index))
                start = index + 1
            } else if byte == UInt8(ascii: "\"") {
                isQuoted.toggle()
            }
        }
        bounds.append(trimmed(start, line.count))
    }

    subscript(_ index: Int) -> Slice<UnsafeBufferPointer<UInt8>> {
        Slice(base: line, bounds: bounds[index].start..<bounds[index].end)
    }

    /// A field as text, with doubled quotes as one.
    func text(_ index: Int) -> String {
        let text = String(decoding: self[index], as: UTF8.self)
        return text.contains("\"\"") ? text.replacing("\"\"", with: "\"") : text
    }

    var texts: [String] { (0..<count).map(text) }

    /// The fields of a header, which older spreadsheets write in Windows' or ISO's Latin 1.
    var latinTexts: [String] { (0..<count).map { Self.latinText(self[$0]).replacing("\"\"", with: "\"") } }

    /// UTF-8, else Latin 1 (ISO 8859-1), in which each byte is the character of that number.
    static func latinText(_ bytes: Slice<UnsafeBufferPointer<UInt8>>) -> String {
        String(validating: bytes, as: UTF8.self) ?? String(String.UnicodeScalarView(bytes.map { Unicode.Scalar($0) }))
    }

    private func trimmed(_ start: Int, _ end: Int) -> (start: Int, end: Int) {
        var (start, end) = (start, end)
        while start < end, line[start] == 32 || line[start] == 9 { start += 1 }
        while start < end, line[end - 1] == 32 || line[end - 1] == 9 { end -= 1 }
        if end - start >= 2, line[start] == UInt8(ascii: "\""), line[end - 1] == UInt8(ascii: "\"") {
            start += 1
            end -= 1
        }
        return (start, end)
    }
}
