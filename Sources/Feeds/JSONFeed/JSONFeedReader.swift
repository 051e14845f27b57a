import Domain

/// Reads JSON Feed 1.0 and 1.1 (https://www.jsonfeed.org/version/1.1/).
struct JSONFeedReader {
    private(set) var contents: FeedContents
    /// Whether the document has what makes it a feed: a version, or items.
    private(set) var isFeed = false
    private var dates = DateBudget()

    /// - Parameter bytes: in UTF-8.
    init(_ bytes: [UInt8]) { contents = FeedContents(bytes) }

    mutating func read() {
        var scanner = JSONScanner(contents.bytes)
        let isWhole = scanner.object { scanner, key in
            switch name(key) {
            case "version":
                guard let version = scanner.string() else { return scanner.skip() }
                let text = String(decoding: contents.bytes[version].prefix(100), as: UTF8.self)
                if text.contains("jsonfeed.org") { isFeed = true }
                return true
            case "title": return field(&scanner) { contents.title = $0 }
            case "language": return field(&scanner) { contents.language = $0 }
            case "home_page_url": return field(&scanner) { contents.links.append(FieldLink(text: $0, base: -1)) }
            case "author", "authors":
                return authors(&scanner) { contents.author = contents.author ?? $0 }
            case "items":
                guard scanner.peek() == UInt8(ascii: "[") else { return scanner.skip() }
                return scanner.array { item(&$0) }
            default: return scanner.skip()
            }
        }
        if contents.entries.total > 0 { isFeed = true }
        contents.isCutOff = !isWhole
    }

    private func name(_ key: Range<Int>) -> String {
        key.count <= 20 ? String(decoding: contents.bytes[key], as: UTF8.self) : ""
    }

    /// Passes over a value; `body` gets it when it is a text that is not empty.
    private func field(_ scanner: inout JSONScanner, _ body: (FieldText) -> Void) -> Bool {
        guard scanner.peek() == UInt8(ascii: "\"") else { return scanner.skip() }
        guard let range = scanner.string() else { return false }
        if !contents.bytes.trimmed(range).isEmpty { body(FieldText(range: range, form: .jsonText)) }
        return true
    }

    private mutating func item(_ scanner: inout JSONScanner) -> Bool {
        guard scanner.peek() == UInt8(ascii: "{") else { return scanner.skip() }
        var entry = FeedEntry()
        entry.number = contents.entries.next()
        func link(_ rank: Int) -> (FieldText) -> Void {
            { entry.add(link: FieldLink(text: FieldText(range: $0.range, form: .jsonText, rank: rank), base: -1)) }
        }
        let isWhole = scanner.object { scanner, key in
            switch name(key) {
            case "id":
                if scanner.peek() == UInt8(ascii: "\"") {
                    return field(&scanner) {
                        entry.identifier = $0
                        link(10)($0)
                    }
                }
                // A number, as some write against the standard.
                let start = scanner.position
                guard scanner.skip() else { return false }
                entry.identifier = FieldText(range: start..<scanner.position, form: .jsonText)
                return true
            case "url": return field(&scanner, link(1))
            case "external_url": return field(&scanner, link(2))
            case "title": return field(&scanner) { entry.add(title: $0) }
            case "summary": return field(&scanner) { entry.add(summary: $0) }
            case "content_text":
                return field(&scanner) { entry.add(summary: FieldText(range: $0.range, form: .jsonText, rank: 1)) }
            case "content_html":
                return field(&scanner) { entry.add(summary: FieldText(range: $0.range, form: .jsonHTML, rank: 2)) }
            case "date_published": return date(&scanner, rank: 0, &entry)
            case "date_modified": return date(&scanner, rank: 1, &entry)
            case "language": return field(&scanner) { entry.language = $0 }
            case "author", "authors": return authors(&scanner) { entry.add(author: $0) }
            default: return scanner.skip()
            }
        }
        if isWhole { contents.entries.add(entry) }
        return isWhole
    }

    private mutating func date(_ scanner: inout JSONScanner, rank: Int, _ entry: inout FeedEntry) -> Bool {
        var found: FieldText?
        guard field(&scanner, { found = $0 }) else { return false }
        if let found, rank < entry.dateRank, let date = dates.parse(found, in: contents.bytes) {
            entry.add(date: date, rank: rank)
        }
        return true
    }

    /// The name of an author, or of each of several.
    private func authors(_ scanner: inout JSONScanner, _ body: (FieldText) -> Void) -> Bool {
        func author(_ scanner: inout JSONScanner) -> Bool {
            guard scanner.peek() == UInt8(ascii: "{") else { return scanner.skip() }
            return scanner.object { scanner, key in
                name(key) == "name" ? field(&scanner, body) : scanner.skip()
            }
        }
        return scanner.peek() == UInt8(ascii: "[") ? scanner.array { author(&$0) } : author(&scanner)
    }
}
