import Domain

/// Reads RSS 0.9x, 1.0 (RDF) and 2.0 and Atom 0.3 and 1.0 from their tags, in one pass.
///
/// https://www.rssboard.org/rss-specification, https://web.resource.org/rss/1.0/spec, RFC 4287
///
/// No tree is built: a field is the range between its tags. An entry ends at its end tag, or where the next one begins,
/// whatever is open within it, so that an error in one entry stays there.
struct XMLFeedReader {
    private var tags: TagScanner
    private var scope = NamespaceScope()
    private var open: [OpenElement] = []
    /// The field that is being read.
    private var field: OpenField?
    private var entry: FeedEntry?
    /// The depth of the open entry, itself included.
    private var entryDepth = 0
    /// The end tags searched for, by name.
    private var contentEnds: [(name: Range<Int>, end: SearchedEnd)] = []
    private var dates = DateBudget()
    private(set) var contents: FeedContents
    private(set) var root: Range<Int>?
    private(set) var rootElement = ElementName.other
    private var isRootClosed = false

    /// Feeds nest a few levels; deeper elements are passed over.
    private static let depthLimit = 64
    /// Spellings of `content` and its prefixes; a feed has one.
    private static let contentNameLimit = 8

    private struct OpenElement {
        let name: Range<Int>
        let element: ElementName
        let vocabulary: Vocabulary
        let base: Int
        let hasPrefix: Bool
    }

    private struct OpenField {
        var name: Range<Int>
        var start: Int
        let role: FieldRole
        let form: FieldText.Form
        let base: Int
        var sameInside = 0
        /// Start tags without their end tags so far.
        var openInside = 0
        var hasMarkup = false
        /// Where an element without text has its value.
        let fallback: Range<Int>?
        /// Whether entries within it are its content.
        let holdsEntries: Bool
    }

    /// - Parameter bytes: in UTF-8.
    init(_ bytes: [UInt8]) {
        tags = TagScanner(bytes, from: Self.start(of: bytes))
        contents = FeedContents(bytes)
    }

    private var bytes: [UInt8] { tags.bytes }

    /// The end of the XML declaration, before which servers put warnings and spaces.
    private static func start(of bytes: [UInt8]) -> Int {
        let end = min(bytes.count, 4096)
        guard let prolog = bytes.firstIndex(of: "<?xml ", from: 0, to: end) else { return 0 }
        return bytes.firstIndex(of: UInt8(ascii: ">"), from: prolog, to: end).map { $0 + 1 } ?? 0
    }

    /// Reads on to the end, or to a root that is none of a feed.
    mutating func read() {
        while tags.next() {
            if tags.isEndTag {
                endTag()
            } else {
                startTag()
                if root != nil, ![.rss, .rdf, .channel, .feed].contains(rootElement) { return }
            }
        }
        contents.isCutOff = !isRootClosed
    }

    /// Whether the root, which is none of a feed, has an end tag.
    func isEnded(_ root: Range<Int>) -> Bool {
        let (text, name) = (bytes[..<bytes.count], bytes[root])
        guard let end = text.lastIndex(of: UInt8(ascii: "/")), end + 1 + name.count <= bytes.count else { return false }
        return text[(end + 1)...].starts(with: name) || isRootClosed
    }

    // MARK: Tags

    private mutating func startTag() {
        let colon = bytes.firstIndex(of: UInt8(ascii: ":"), from: tags.name.lowerBound, to: tags.name.upperBound)
        let local = (colon.map { $0 + 1 } ?? tags.name.lowerBound)..<tags.name.upperBound
        let prefix = tags.name.lowerBound..<(colon ?? tags.name.lowerBound)
        let element = ElementName.named(local, in: bytes)
        if let author = field, author.role.isAuthor, element == .name, author.sameInside == 0 {
            // A person with a name of its own: what was before it does not count.
            field?.name = tags.name
            field?.start = tags.tag.upperBound
            field?.hasMarkup = false
            return
        }
        if field != nil {
            guard endsField(element, hasPrefix: colon != nil) else {
                field?.hasMarkup = true
                if !tags.isSelfClosing { field?.openInside += 1 }
                if !tags.isSelfClosing, let name = field?.name, bytes.equalIgnoringCase(name, tags.name) {
                    field?.sameInside += 1
                }
                return
            }
            finishField(at: tags.tag.lowerBound)
        }
        guard root != nil else { return beginRoot(element, prefix) }

        let attributes = TagAttributes(bytes, tags.attributes)
        scope.declare(attributes, in: bytes, level: open.count)
        let vocabulary = scope.vocabulary(of: prefix, in: bytes)
        let outer = open.last?.base ?? BaseChain.none
        let base = attributes.base.map { contents.bases.add($0, within: outer) } ?? outer
        let start = ElementStart(
            element: element, vocabulary: vocabulary, attributes: attributes, base: base, hasPrefix: !prefix.isEmpty)
        if isEntry(start) { return beginEntry(start) }
        let place = self.place
        if place != .elsewhere, let role = FieldRole.of(start, at: place, in: bytes, isRSS: rootElement != .feed) {
            begin(role, start)
        } else if tags.isSelfClosing || isVoid(local) {
            scope.leave(level: open.count)
        } else {
            push(start)
        }
    }

    private mutating func beginRoot(_ element: ElementName, _ prefix: Range<Int>) {
        // The warning that a server put before the feed is HTML.
        if element == .other, tags.tag.lowerBound < 4096, prefix.isEmpty,
            let kind = HTMLElementName.kind(of: tags.name, in: bytes), kind == .inline || kind == .block
        {
            return
        }
        (root, rootElement) = (tags.name, element)
        let attributes = TagAttributes(bytes, tags.attributes)
        scope.declare(attributes, in: bytes, level: 0)
        contents.language = attributes.language.map { FieldText(range: $0, form: .attribute, rank: 9) }
        let base = attributes.base.map { contents.bases.add($0, within: BaseChain.none) } ?? BaseChain.none
        push(
            ElementStart(
                element: element, vocabulary: scope.vocabulary(of: prefix, in: bytes), attributes: attributes,
                base: base, hasPrefix: !prefix.isEmpty))
        isRootClosed = tags.isSelfClosing
    }

    private mutating func push(_ start: ElementStart) {
        guard open.count < Self.depthLimit else { return }
        open.append(
            OpenElement(
                name: tags.name, element: start.element, vocabulary: start.vocabulary, base: start.base,
                hasPrefix: start.hasPrefix))
    }

    private func isVoid(_ local: Range<Int>) -> Bool {
        bytes.matches(local, "br") || bytes.matches(local, "hr") || bytes.matches(local, "img")
    }

    private mutating func endTag() {
        if let field {
            if bytes.equalIgnoringCase(field.name, tags.name) {
                guard field.sameInside > 0 else { return finishField(at: tags.tag.lowerBound) }
                self.field?.sameInside -= 1
                self.field?.openInside -= 1
                return
            }
            if !field.holdsEntries, closesEntry(tags.name) {
                finishField(at: tags.tag.lowerBound)
            } else if field.openInside <= 0, isMisspelt {
                return finishField(at: tags.tag.lowerBound)
            } else {
                self.field?.hasMarkup = true
                self.field?.openInside -= 1
                return
            }
        }
        guard let index = open.lastIndex(where: { bytes.equalIgnoringCase($0.name, tags.name) }) else { return }
        if entry != nil, index < entryDepth {
            if index < entryDepth - 1 { contents.unclosedEntries += 1 }
            finishEntry()
        }
        open.removeLast(open.count - index)
        scope.leave(level: index)
        if index == 0 { isRootClosed = true }
    }

    /// Whether an end tag of no element, before another tag, is that of the field with another name.
    private var isMisspelt: Bool {
        let next = bytes[tags.tag.upperBound...].first { !$0.isMarkupSpace }
        return next == UInt8(ascii: "<") && HTMLElementName.kind(of: tags.name, in: bytes) == nil
    }

    /// Whether an end tag is that of the open entry or of what is around it.
    private func closesEntry(_ name: Range<Int>) -> Bool {
        guard entry != nil else { return open.first.map { bytes.equalIgnoringCase($0.name, name) } ?? false }
        return open.prefix(entryDepth).contains { bytes.equalIgnoringCase($0.name, name) }
    }

    // MARK: Entries

    private func isEntry(_ start: ElementStart) -> Bool {
        switch start.element {
        case .item: return start.vocabulary == .rss || start.vocabulary == open.first?.vocabulary
        case .entry:
            return rootElement == .feed && [.atom, .rss, open.first?.vocabulary ?? .atom].contains(start.vocabulary)
        default: return false
        }
    }

    private mutating func beginEntry(_ start: ElementStart) {
        if entry != nil {
            contents.unclosedEntries += 1
            finishEntry()
            open.removeLast(open.count - entryDepth + 1)
        }
        var entry = FeedEntry()
        entry.number = contents.entries.next()
        entry.language = start.attributes.language.map { FieldText(range: $0, form: .attribute) }
        if let about = start.attributes.about, start.element == .item {
            entry.identifier = FieldText(range: about, form: .attribute, rank: 11)
            entry.add(link: FieldLink(text: FieldText(range: about, form: .attribute, rank: 7), base: BaseChain.none))
        }
        guard !tags.isSelfClosing else { return contents.entries.add(entry) }
        push(start)
        entryDepth = open.count
        self.entry = entry
    }

    private mutating func finishEntry() {
        if let entry = entry.take() { contents.entries.add(entry) }
    }

    // Asked for every tag; a call would copy the whole reader.
    @inline(__always)
    private var place: FieldPlace {
        guard let parent = open.last else { return .elsewhere }
        guard entry != nil else {
            switch parent.element {
            case .channel, .feed, .rss, .rdf: return .feed
            case .author where open.count == 2: return .feedAuthor
            case .skipHours: return .skipHours
            case .skipDays: return .skipDays
            default: return .elsewhere
            }
        }
        if open.count == entryDepth { return .entry }
        switch parent.element {
        case .author: return .author
        case .source: return .source
        case .group, .content: return parent.vocabulary == .media ? .media : .elsewhere
        default: return .elsewhere
        }
    }

    // MARK: Fields

    private mutating func begin(_ role: FieldRole, _ start: ElementStart) {
        defer { scope.leave(level: open.count) }
        let value: Range<Int>? =
            switch role {
            case .atomLink: start.attributes.href
            case .link: start.attributes.href
            case .enclosure: start.attributes.url ?? start.attributes.href
            default: nil
            }
        switch role {
        case .atomLink(let rank), .enclosure(let rank):
            if let value { store(link: FieldText(range: value, form: .attribute, rank: rank), start.base) }
            // Such an element may have content all the same.
            if !tags.isSelfClosing { push(start) }
            return
        default: break
        }
        if case .summary = role, start.element == .content, let source = start.attributes.src {
            // Content that is elsewhere (RFC 4287, 4.1.3.2).
            store(link: FieldText(range: source, form: .attribute, rank: 8), start.base)
        }
        guard !tags.isSelfClosing else {
            if case .link(let rank) = role, let value {
                store(link: FieldText(range: value, form: .attribute, rank: rank), start.base)
            }
            return
        }
        let form = FieldForm.of(start, role, in: bytes, isAtom: rootElement == .feed)
        field = OpenField(
            name: tags.name, start: tags.tag.upperBound, role: form == nil ? .ignored : role, form: form ?? .text,
            base: start.base, fallback: value ?? (role.isIdentifier ? start.attributes.isPermaLink : nil),
            holdsEntries: form == nil && hasEndTag(tags.name))
    }

    /// Whether the element that begins here is ended anywhere; `false` beyond ``contentNameLimit`` names.
    private mutating func hasEndTag(_ name: Range<Int>) -> Bool {
        let bytes = bytes
        let known = contentEnds.firstIndex { bytes.equalIgnoringCase($0.name, name) }
        if known == nil {
            guard contentEnds.count < Self.contentNameLimit else { return false }
            contentEnds.append((name, SearchedEnd()))
        }
        return contentEnds[known ?? contentEnds.count - 1].end.find(from: tags.tag.upperBound) { start in
            var next = start
            while let open = bytes.firstIndex(of: UInt8(ascii: "<"), from: next, to: bytes.count) {
                next = open + 1
                let end = open + 2 + name.count
                if end <= bytes.count, bytes[open + 1] == UInt8(ascii: "/"),
                    bytes.equalIgnoringCase(open + 2..<end, name)
                {
                    return open
                }
            }
            return nil
        } != nil
    }

    /// Whether a start tag shows that the end tag of the field before it is missing.
    private func endsField(_ element: ElementName, hasPrefix: Bool) -> Bool {
        guard let field, !field.holdsEntries, entry != nil || element == .item || element == .entry else {
            return false
        }
        if bytes.equalIgnoringCase(field.name, tags.name) { return false }
        if element == .item || (element == .entry && rootElement == .feed) {
            return !hasPrefix || open.first?.hasPrefix == true
        }
        return field.form != .xhtml && field.role.isEnded(by: element)
    }

    private mutating func finishField(at end: Int) {
        guard let field else { return }
        self.field = nil
        let range = bytes.trimmed(field.start..<end)
        var text = FieldText(range: range, form: field.form, rank: field.role.rank)
        if field.hasMarkup, field.form == .text { text.form = .xhtml }
        if range.isEmpty {
            if case .link = field.role, let fallback = field.fallback {
                store(link: FieldText(range: fallback, form: .attribute, rank: text.rank), field.base)
            }
            return
        }
        switch field.role {
        case .title: entry?.add(title: text)
        case .summary: entry?.add(summary: text)
        case .author: entry?.add(author: text)
        case .source: if entry?.source == nil { entry?.source = text }
        case .language: if entry?.language == nil { entry?.language = text }
        case .date(let rank):
            if rank < entry?.dateRank ?? 0, let date = dates.parse(text, in: bytes) {
                entry?.add(date: date, rank: rank)
            }
        case .identifier:
            if text.rank < entry?.identifier?.rank ?? .max { entry?.identifier = text }
            let isPermaLink = field.fallback.map { !bytes.matches(bytes.trimmed($0), "false") } ?? true
            if isPermaLink { store(link: FieldText(range: range, form: text.form, rank: text.rank), BaseChain.none) }
        case .link: store(link: text, field.base)
        case .feedTitle: contents.title = contents.title ?? text
        case .feedLanguage: if contents.language?.rank ?? 9 > text.rank { contents.language = text }
        case .feedAuthor: contents.author = contents.author ?? text
        case .schedule(let part): contents.schedule.read(part, range, in: bytes)
        case .atomLink, .enclosure, .ignored: break
        }
    }

    private mutating func store(link text: FieldText, _ base: Int) {
        let link = FieldLink(text: text, base: base)
        if entry != nil {
            if entry?.add(link: link) == true { contents.bases.keep(base) }
        } else if contents.links.count < 8 {
            contents.links.append(link)
            contents.bases.keep(base)
        }
    }
}
