/// Finds the tags of an XML document, one after the other, in one pass and whatever is wrong with it.
///
/// Comments, processing instructions, the document type and CDATA are passed over: entities are never defined, files
/// never opened. What is not well-formed is text: `a < b`, a tag without its `>`, a comment or a CDATA section without
/// its end. So an error costs the reader what it is in, and no more.
struct TagScanner {
    /// In UTF-8.
    let bytes: [UInt8]
    /// Where the search goes on.
    private(set) var position: Int
    /// The last tag, from `<` to the byte after `>`.
    private(set) var tag = 0..<0
    /// Its name, with its prefix.
    private(set) var name = 0..<0
    /// What follows the name.
    private(set) var attributes = 0..<0
    private(set) var isEndTag = false
    private(set) var isSelfClosing = false

    // The ends found last, so that a document of openings without ends is searched once.
    private var commentEnd = SearchedEnd()
    private var cdataEnd = SearchedEnd()
    /// Whether a document type without an end was met. A document has one type (XML 1.0, 2.8), so none is searched for
    /// again.
    private var hasOpenDocumentType = false

    init(_ bytes: [UInt8], from start: Int = 0) {
        self.bytes = bytes
        position = start
    }

    /// Moves on to the next tag; `false` at the end of the document.
    mutating func next() -> Bool {
        while let open = bytes.firstIndex(of: UInt8(ascii: "<"), from: position, to: bytes.count) {
            guard open + 1 < bytes.count else { break }
            switch bytes[open + 1] {
            case UInt8(ascii: "!"): position = endOfDeclaration(open)
            case UInt8(ascii: "?"):
                // The end that the standard wants, `?>`, is the first `>` for all instructions in use.
                guard let end = bytes.firstIndex(of: UInt8(ascii: ">"), from: open, to: bytes.count) else {
                    // Nothing that follows has an end either.
                    position = bytes.count
                    return false
                }
                position = end + 1
            default:
                if readTag(open) { return true }
                position = open + 1
            }
        }
        position = bytes.count
        return false
    }

    private mutating func readTag(_ open: Int) -> Bool {
        let isEnd = bytes[open + 1] == UInt8(ascii: "/")
        let start = open + (isEnd ? 2 : 1)
        guard start < bytes.count, Self.beginsName(bytes[start]) else { return false }
        var end = start + 1
        while end < bytes.count, !Self.endsName(bytes[end]) { end += 1 }
        // Most tags have no attributes.
        let isBare = end < bytes.count && bytes[end] == UInt8(ascii: ">")
        guard let close = isBare ? end : TagEnd.find(in: bytes, from: end, to: bytes.count) else { return false }
        tag = open..<(close + 1)
        name = start..<end
        isEndTag = isEnd
        isSelfClosing = !isEnd && bytes[close - 1] == UInt8(ascii: "/") && close > end
        attributes = end..<(isSelfClosing ? close - 1 : close)
        position = close + 1
        return true
    }

    static func beginsName(_ byte: UInt8) -> Bool { byte.isASCIILetter || byte == UInt8(ascii: "_") || byte >= 0x80 }

    static func endsName(_ byte: UInt8) -> Bool {
        byte.isMarkupSpace || byte == UInt8(ascii: "/") || byte == UInt8(ascii: ">") || byte == UInt8(ascii: "<")
    }

    /// The end of `<!…`; the byte after `<` when it has none.
    private mutating func endOfDeclaration(_ open: Int) -> Int {
        if bytes.starts("<!--", at: open, to: bytes.count) {
            return commentEnd.closing(after: UInt8(ascii: "-"), in: bytes, from: open + 2, to: bytes.count)
                .map { $0 + 1 } ?? open + 4
        }
        if bytes.starts("<![CDATA[", at: open, to: bytes.count) {
            let start = open + 9
            let end = cdataEnd.closing(after: UInt8(ascii: "]"), in: bytes, from: start, to: bytes.count)
            guard let end, !losesItem(start..<end) else { return start }
            return end + 1
        }
        guard !hasOpenDocumentType, bytes.startsIgnoringCase("<!doctype", at: open, to: bytes.count) else {
            return open + 2
        }
        let end = DocumentType.end(in: bytes, from: open)
        hasOpenDocumentType = end == nil
        return end ?? open + 2
    }

    /// Whether a section that was never closed reaches into the next item's: an item ends before the next one opens.
    private func losesItem(_ section: Range<Int>) -> Bool {
        guard let next = bytes.firstIndex(of: "<![CDATA[", from: section.lowerBound, to: section.upperBound) else {
            return false
        }
        return bytes.firstIndex(of: "</item>", from: section.lowerBound, to: next) != nil
            || bytes.firstIndex(of: "</entry>", from: section.lowerBound, to: next) != nil
    }
}

/// The end of a tag.
enum TagEnd {
    /// The `>` of a tag whose name ends at `start`. A `<` outside quotes means that there is none. Quotes that do not
    /// end before a `<` are none, as text in an attribute has `&lt;`.
    static func find(in bytes: [UInt8], from start: Int, to end: Int) -> Int? {
        var index = start
        var isValueDue = false
        while index < end {
            let byte = bytes[index]
            switch byte {
            case UInt8(ascii: ">"): return index
            case UInt8(ascii: "<"): return nil
            case UInt8(ascii: "\""), UInt8(ascii: "'"):
                if isValueDue {
                    var close = index + 1
                    while close < end, bytes[close] != byte, bytes[close] != UInt8(ascii: "<") { close += 1 }
                    guard close < end, bytes[close] == byte else {
                        return bytes.firstIndex(of: UInt8(ascii: ">"), from: index, to: close)
                    }
                    index = close
                }
                isValueDue = false
            case UInt8(ascii: "="): isValueDue = true
            default: if !byte.isMarkupSpace { isValueDue = false }
            }
            index += 1
        }
        return nil
    }
}

/// `<!DOCTYPE …>` with its declarations in brackets, none of which is read.
private enum DocumentType {
    /// More than any declaration of a feed; beyond it only the declaration's own `>` counts.
    private static let limit = 65_536

    /// The byte after its `>`; `nil` without one.
    static func end(in bytes: [UInt8], from open: Int) -> Int? {
        let end = min(bytes.count, open + limit)
        var index = open + 2
        var isInBrackets = false
        while index < end {
            switch bytes[index] {
            case UInt8(ascii: "\""), UInt8(ascii: "'"):
                guard let close = bytes.firstIndex(of: bytes[index], from: index + 1, to: end) else { return nil }
                index = close
            case UInt8(ascii: "["): isInBrackets = true
            case UInt8(ascii: "]"): isInBrackets = false
            case UInt8(ascii: ">") where !isInBrackets: return index + 1
            default: break
            }
            index += 1
        }
        return nil
    }
}
