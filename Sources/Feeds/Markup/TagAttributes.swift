/// The attributes of a tag that feeds give a meaning, as ranges of the document; `nil` where a tag has none.
struct TagAttributes {
    /// By ``Known``; empty for a tag that has none of them, as most are.
    private var values: [Range<Int>?] = []
    /// The prefixes of `xmlns:…`, and their values.
    private(set) var prefixes: [(prefix: Range<Int>, address: Range<Int>)] = []

    var href: Range<Int>? { self[.href] }
    var rel: Range<Int>? { self[.rel] }
    var type: Range<Int>? { self[.type] }
    var mode: Range<Int>? { self[.mode] }
    var url: Range<Int>? { self[.url] }
    var src: Range<Int>? { self[.src] }
    var isPermaLink: Range<Int>? { self[.isPermaLink] }
    var about: Range<Int>? { self[.about] }
    var base: Range<Int>? { self[.base] }
    var language: Range<Int>? { self[.language] }
    /// The value of `xmlns`.
    var namespace: Range<Int>? { self[.namespace] }

    private subscript(_ known: Known) -> Range<Int>? { values.isEmpty ? nil : values[Int(known.rawValue)] }

    /// More than any feed declares on one tag.
    private static let prefixLimit = 64

    private enum Known: UInt8, CaseIterable {
        case href, rel, type, mode, url, src, isPermaLink, about, base, language, namespace
    }

    private static let known: NameTable<Known> = NameTable([
        ("href", .href), ("rel", .rel), ("type", .type), ("mode", .mode), ("url", .url), ("src", .src),
        ("ispermalink", .isPermaLink), ("rdf:about about", .about), ("xml:base", .base), ("xml:lang", .language),
        ("xmlns", .namespace),
    ])

    init(_ bytes: [UInt8], _ range: Range<Int>) {
        guard range.count > 2 else { return }
        AttributeList.forEach(in: bytes, range) { name, value in
            if bytes.startsIgnoringCase("xmlns:", at: name.lowerBound, to: name.upperBound) {
                if prefixes.count < Self.prefixLimit {
                    prefixes.append((name.lowerBound + 6..<name.upperBound, value))
                }
                return
            }
            guard let known = PackedName(bytes, name).flatMap({ Self.known[$0] }) else { return }
            if values.isEmpty { values = Array(repeating: nil, count: Known.allCases.count) }
            let index = Int(known.rawValue)
            values[index] = values[index] ?? value
        }
    }
}

/// `name="value" other='value' third=value`, as XML and HTML write them.
enum AttributeList {
    static func forEach(in bytes: [UInt8], _ range: Range<Int>, _ body: (Range<Int>, Range<Int>) -> Void) {
        var index = range.lowerBound
        let end = range.upperBound
        while index < end {
            while index < end, bytes[index].isMarkupSpace || bytes[index] == UInt8(ascii: "/") { index += 1 }
            let start = index
            while index < end, bytes[index] != UInt8(ascii: "="), !bytes[index].isMarkupSpace { index += 1 }
            let name = start..<index
            while index < end, bytes[index].isMarkupSpace { index += 1 }
            guard index < end, bytes[index] == UInt8(ascii: "=") else {
                if index == start { index += 1 }
                continue
            }
            index += 1
            while index < end, bytes[index].isMarkupSpace { index += 1 }
            guard index < end else { return }
            let quote = bytes[index]
            if quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'"),
                let close = bytes.firstIndex(of: quote, from: index + 1, to: end)
            {
                body(name, index + 1..<close)
                index = close + 1
            } else {
                let start = index
                while index < end, !bytes[index].isMarkupSpace { index += 1 }
                body(name, start..<index)
            }
        }
    }
}
