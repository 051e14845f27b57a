/// The visible text of HTML, in one pass.
///
/// What a browser would not take for a tag is text, and so is a tag of no element of HTML: "if (a<b) then c>d",
/// "Price<Cost" and "<3" keep every word.
struct HTMLText {
    enum Form {
        /// References are decoded, `<![CDATA[` and `]]>` are not shown.
        case html
        /// As in XML: what CDATA contains is text.
        case xhtml
    }

    private let bytes: [UInt8]
    private let end: Int
    private let form: Form
    private var index: Int
    private let start: Int
    /// The number of open `svg` and `math` elements, whose tags have other names.
    private var foreign = 0
    /// The `alt` of the first picture.
    private var picture: Range<Int>?
    /// Hidden elements of which no further end tag exists.
    private var endless: Set<PackedName> = []
    /// The last byte that scripts and styles have and words have not; before the start for none, `nil` before the
    /// search.
    private var lastOfCode: Int?
    private var commentEnd = SearchedEnd()
    private var cdataEnd = SearchedEnd()
    /// Of instructions and document types.
    private var declarationEnd = SearchedEnd()
    // What the characters of a text end with.
    private var markupStart = SearchedEnd()
    private var referenceStart = SearchedEnd()
    private var bracket = SearchedEnd()

    private init(_ bytes: [UInt8], _ range: Range<Int>, _ form: Form) {
        self.bytes = bytes
        (start, index, end) = (range.lowerBound, range.lowerBound, range.upperBound)
        self.form = form
    }

    /// Appends the text of a range. A text that consists of a picture is what the picture's `alt` says.
    static func write(_ bytes: [UInt8], _ range: Range<Int>, as form: Form = .html, into sink: inout TextSink) {
        let wasEmpty = sink.isEmpty
        var reader = HTMLText(bytes, range, form)
        reader.write(into: &sink)
        if wasEmpty, sink.isEmpty, let picture = reader.picture {
            CharacterData.write(bytes, picture, as: .attribute, into: &sink)
        }
    }

    private mutating func write(into sink: inout TextSink) {
        while index < end, !sink.isFull {
            switch bytes[index] {
            case UInt8(ascii: "<"): markup(into: &sink)
            case UInt8(ascii: "&"): CharacterData.writeReference(bytes, &index, to: end, into: &sink)
            default:
                if form == .html, bytes.starts("]]>", at: index, to: end) {
                    index += 3
                    continue
                }
                let stop = endOfCharacters(from: index + 1)
                sink.append(bytes, index..<stop)
                index = stop
            }
        }
    }

    /// The first byte from `start` on that may begin markup, a reference or `]]>`; the end without one.
    private mutating func endOfCharacters(from start: Int) -> Int {
        let markup = markupStart.first(UInt8(ascii: "<"), in: bytes, from: start, to: end) ?? end
        let reference = referenceStart.first(UInt8(ascii: "&"), in: bytes, from: start, to: end) ?? end
        let stop = min(markup, reference)
        guard form == .html else { return stop }
        return min(stop, bracket.first(UInt8(ascii: "]"), in: bytes, from: start, to: end) ?? end)
    }

    private mutating func markup(into sink: inout TextSink) {
        guard index + 1 < end else { return literal(1, &sink) }
        let next = bytes[index + 1]
        if next == UInt8(ascii: "!") { return declaration(&sink) }
        if next == UInt8(ascii: "?"),
            let close = declarationEnd.first(UInt8(ascii: ">"), in: bytes, from: index, to: end)
        {
            index = close + 1
            return
        }
        let isEndTag = next == UInt8(ascii: "/")
        let start = index + (isEndTag ? 2 : 1)
        guard start < end, bytes[start].isASCIILetter else { return literal(1, &sink) }
        var stop = start + 1
        while stop < end, !TagScanner.endsName(bytes[stop]) { stop += 1 }
        tag(start..<stop, isEndTag: isEndTag, &sink)
    }

    private mutating func tag(_ name: Range<Int>, isEndTag: Bool, _ sink: inout TextSink) {
        let kind = HTMLElementName.kind(of: name, in: bytes)
        guard kind != nil || foreign > 0 else { return literal(name.upperBound - index, &sink) }
        guard let close = TagEnd.find(in: bytes, from: name.upperBound, to: end) else {
            // The text was cut within a tag, or it is none.
            let rest = name.upperBound
            // "a<b" at the end of a text is no tag that was cut.
            if rest == end, name.count == 1, index > start,
                bytes[index - 1].isASCIILetter || bytes[index - 1].isASCIIDigit
            {
                return literal(name.upperBound - index, &sink)
            }
            guard bytes.firstIndex(of: UInt8(ascii: "<"), from: rest, to: end) == nil,
                rest == end || bytes.firstIndex(of: UInt8(ascii: "="), from: rest, to: end) != nil
            else {
                return literal(name.upperBound - index, &sink)
            }
            index = end
            return
        }
        let attributes = name.upperBound..<close
        guard foreign > 0 || name.count > 1 || areAttributes(attributes) else {
            return literal(name.upperBound - index, &sink)
        }
        switch kind {
        case .hidden:
            if !isEndTag {
                if let after = endOfHidden(name, from: close + 1) {
                    index = after
                } else if isCode(from: close + 1) {
                    // The text was cut within the element.
                    index = end
                } else {
                    return literal(close + 1 - index, &sink)
                }
            } else {
                index = close + 1
            }
            sink.space()
            return
        case .foreign:
            let isEmpty = bytes[close - 1] == UInt8(ascii: "/")
            foreign = isEndTag ? max(0, foreign - 1) : foreign + (isEmpty ? 0 : 1)
            sink.space()
        case .image:
            if picture == nil {
                AttributeList.forEach(in: bytes, attributes) { name, value in
                    if picture == nil, bytes.matches(name, "alt") { picture = value }
                }
            }
            sink.space()
        case .block: sink.space()
        case .inline, nil: break
        }
        index = close + 1
    }

    /// Whether the rest is that of a script or a style, rather than words about one.
    private mutating func isCode(from start: Int) -> Bool {
        // Looked for once, from the end: a text may have an open element at every eighth byte.
        let last = lastOfCode ?? lastCodeByte()
        lastOfCode = last
        return last >= start
    }

    private func lastCodeByte() -> Int {
        var last = end - 1
        while last >= start, ![UInt8(ascii: "("), UInt8(ascii: "{"), UInt8(ascii: "=")].contains(bytes[last]) {
            last -= 1
        }
        return last
    }

    /// Whether what follows a name of one letter can be attributes: words alone are text, as in "a <b and c> d".
    private func areAttributes(_ range: Range<Int>) -> Bool {
        guard range.count > 1 else { return true }
        if bytes.firstIndex(of: UInt8(ascii: "="), from: range.lowerBound, to: range.upperBound) != nil { return true }
        return bytes[range].split { $0.isMarkupSpace || $0 == UInt8(ascii: "/") }.allSatisfy {
            PackedName(bytes, $0.startIndex..<$0.endIndex).map { HTMLElementName.booleanAttributes[$0] != nil } ?? false
        }
    }

    /// The byte after the end tag of an element that is not shown; `nil` without one, as then the tag is text.
    private mutating func endOfHidden(_ name: Range<Int>, from start: Int) -> Int? {
        guard let packed = PackedName(bytes, name), !endless.contains(packed) else { return nil }
        var next = start
        while let open = bytes.firstIndex(of: UInt8(ascii: "<"), from: next, to: end) {
            next = open + 1
            let stop = open + 2 + name.count
            guard stop <= end, bytes[open + 1] == UInt8(ascii: "/"),
                bytes.equalIgnoringCase(open + 2..<stop, name), stop == end || TagScanner.endsName(bytes[stop])
            else { continue }
            return bytes.firstIndex(of: UInt8(ascii: ">"), from: stop, to: end).map { $0 + 1 } ?? end
        }
        endless.insert(packed)
        return nil
    }

    /// Comments, CDATA and document types.
    private mutating func declaration(_ sink: inout TextSink) {
        if bytes.starts("<!--", at: index, to: end) {
            // `<!-->` and `<!--->` are whole comments.
            if let close = commentEnd.closing(after: UInt8(ascii: "-"), in: bytes, from: index + 2, to: end) {
                index = close + 1
            } else {
                index += 4
            }
        } else if bytes.starts("<![CDATA[", at: index, to: end) {
            let close = cdataEnd.closing(after: UInt8(ascii: "]"), in: bytes, from: index + 9, to: end)
            if form == .xhtml, let close {
                sink.append(bytes, index + 9..<close - 2)
                index = close + 1
            } else {
                index += 9
            }
        } else if index + 2 < end, bytes[index + 2].isASCIILetter || bytes[index + 2] == UInt8(ascii: "["),
            let close = declarationEnd.first(UInt8(ascii: ">"), in: bytes, from: index, to: end)
        {
            index = close + 1
        } else {
            literal(1, &sink)
        }
    }

    private mutating func literal(_ count: Int, _ sink: inout TextSink) {
        sink.append(bytes, index..<index + count)
        index += count
    }
}
