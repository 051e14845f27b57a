/// Text with references, without HTML's tags.
enum CharacterData {
    enum Form {
        /// The content of an XML element: CDATA is text, comments are not.
        case element
        /// The value of an attribute.
        case attribute
    }

    /// Appends the text, decoded once.
    static func write(_ bytes: [UInt8], _ range: Range<Int>, as form: Form, into sink: inout TextSink) {
        forEachPart(of: bytes, range, form) { part, isLiteral in
            if !isLiteral, bytes[part.lowerBound] == UInt8(ascii: "&") {
                var index = part.lowerBound
                writeReference(bytes, &index, to: part.upperBound, into: &sink)
                sink.append(bytes, index..<part.upperBound)
            } else {
                sink.append(bytes, part)
            }
            return !sink.isFull
        }
    }

    /// Appends the reference at `index`, or the `&` that it is.
    static func writeReference(_ bytes: [UInt8], _ index: inout Int, to end: Int, into sink: inout TextSink) {
        guard let reference = CharacterReference(bytes, at: index, to: end) else {
            sink.append(ascii: UInt8(ascii: "&"))
            index += 1
            return
        }
        sink.append(reference.scalars.0)
        if let second = reference.scalars.1 { sink.append(second) }
        index = reference.end
    }

    /// The text, decoded once, with its tags: HTML that was escaped for XML. `limit` bytes are enough.
    static func decoded(_ bytes: [UInt8], _ range: Range<Int>, as form: Form, limit: Int = .max) -> [UInt8] {
        var decoded: [UInt8] = []
        decoded.reserveCapacity(min(range.count, limit))
        forEachPart(of: bytes, range, form) { part, isLiteral in
            if !isLiteral, bytes[part.lowerBound] == UInt8(ascii: "&"), let known = predefined(bytes, part) {
                UTF8Scalar.append(known.scalar, to: &decoded)
                decoded += bytes[known.end..<part.upperBound]
            } else {
                decoded += bytes[part]
            }
            return decoded.count < limit
        }
        return decoded
    }

    /// A reference of XML itself. `&nbsp;` and `&eacute;` are left to HTML.
    private static func predefined(_ bytes: [UInt8], _ part: Range<Int>) -> (scalar: UInt32, end: Int)? {
        guard let reference = CharacterReference(bytes, at: part.lowerBound, to: part.upperBound),
            reference.scalars.1 == nil
        else { return nil }
        let scalar = reference.scalars.0
        let isOwn =
            bytes[part.lowerBound + 1] == UInt8(ascii: "#")
            || (scalar < 0x80 && reference.end - part.lowerBound <= 6 && bytes[reference.end - 1] == UInt8(ascii: ";"))
        return isOwn ? (scalar, reference.end) : nil
    }

    /// Calls `body` with parts that have no reference but at their start, until it gives `false`. In a literal part `&`
    /// is no reference.
    private static func forEachPart(
        of bytes: [UInt8], _ range: Range<Int>, _ form: Form, _ body: (_ part: Range<Int>, _ isLiteral: Bool) -> Bool
    ) {
        var sections = Sections()
        var (start, index) = (range.lowerBound, range.lowerBound)
        let end = range.upperBound
        func finish() -> Bool { start == index || body(start..<index, false) }
        while true {
            index = bytes.endOfCharacters(from: index, to: end)
            guard index < end else { break }
            let byte = bytes[index]
            if byte == UInt8(ascii: "&") {
                guard finish() else { return }
                start = index
            } else if byte == UInt8(ascii: "<"), form == .element, index + 1 < end,
                bytes[index + 1] == UInt8(ascii: "!"), let section = sections.next(bytes, index, end)
            {
                guard finish() else { return }
                if !section.text.isEmpty, !body(section.text, true) { return }
                (start, index) = (section.end, section.end)
                continue
            }
            index += 1
        }
        _ = finish()
    }

    /// Comments and CDATA.
    private struct Sections {
        private var commentEnd = SearchedEnd()
        private var cdataEnd = SearchedEnd()

        /// The text of the section at `index`, none for a comment, and the byte after it.
        mutating func next(_ bytes: [UInt8], _ index: Int, _ end: Int) -> (text: Range<Int>, end: Int)? {
            if bytes.starts("<![CDATA[", at: index, to: end) {
                guard let close = cdataEnd.closing(after: UInt8(ascii: "]"), in: bytes, from: index + 9, to: end) else {
                    return (index..<index, index + 9)
                }
                return (index + 9..<close - 2, close + 1)
            }
            guard bytes.starts("<!--", at: index, to: end),
                let close = commentEnd.closing(after: UInt8(ascii: "-"), in: bytes, from: index + 2, to: end)
            else { return nil }
            return (index..<index, close + 1)
        }
    }
}
