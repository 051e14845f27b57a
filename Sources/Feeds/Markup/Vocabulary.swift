/// The vocabularies that feeds use, by namespace.
enum Vocabulary: UInt8 {
    /// RSS in any version, and no namespace at all.
    case rss
    case atom, dublinCore, dublinTerms, content, media, iTunes, feedBurner, rdf, xhtml, syndication
    case other

    /// Of an address, in any case, with spaces around it and with or without a slash at its end, as feeds write it.
    init(address: Range<Int>, in bytes: [UInt8]) {
        let trimmed = bytes.trimmed(address)
        guard !trimmed.isEmpty else {
            self = .rss
            return
        }
        guard trimmed.count < 100 else {
            self = .other
            return
        }
        var text = String(decoding: bytes[trimmed].lazy.map(\.asciiLowercased), as: UTF8.self)
        for scheme in ["http://", "https://"] where text.hasPrefix(scheme) { text.removeFirst(scheme.count) }
        if text.hasSuffix("/") || text.hasSuffix("#") { text.removeLast() }
        self = Self.addresses[text] ?? .other
    }

    private static let addresses: [String: Vocabulary] = [
        "purl.org/rss/1.0": .rss, "my.netscape.com/rdf/simple/0.9": .rss, "channel.netscape.com/rdf/simple/0.9": .rss,
        "backend.userland.com/rss2": .rss, "backend.userland.com/rss": .rss, "purl.org/net/rss1.1": .rss,
        "blogs.law.harvard.edu/tech/rss": .rss, "cyber.law.harvard.edu/rss/rss.html": .rss,
        "www.w3.org/2005/atom": .atom, "purl.org/atom/ns": .atom, "www.w3.org/2005/atom/ns": .atom,
        "purl.org/dc/elements/1.1": .dublinCore, "purl.org/dc/elements/1.0": .dublinCore,
        "purl.org/dc/terms": .dublinTerms, "purl.org/rss/1.0/modules/content": .content,
        "search.yahoo.com/mrss": .media, "video.search.yahoo.com/mrss": .media,
        "www.itunes.com/dtds/podcast-1.0.dtd": .iTunes, "itunes.com/dtds/podcast-1.0.dtd": .iTunes,
        "example.com/dtds/podcast-1.0.dtd": .iTunes,
        "rssnamespace.org/feedburner/ext/1.0": .feedBurner, "www.w3.org/1999/02/22-rdf-syntax-ns": .rdf,
        "www.w3.org/1999/xhtml": .xhtml, "purl.org/rss/1.0/modules/syndication": .syndication,
    ]

    /// Of prefixes that feeds use without declaring them.
    static let undeclared: NameTable<Vocabulary> = NameTable([
        ("dc", .dublinCore), ("dcterms dct", .dublinTerms), ("content", .content), ("atom a10 atom10 atom03", .atom),
        ("media", .media), ("itunes", .iTunes), ("feedburner", .feedBurner), ("rdf", .rdf), ("xhtml html", .xhtml),
        ("rss rss10 rss20", .rss), ("sy syn", .syndication),
    ])
}

/// The namespace declarations in force.
struct NamespaceScope {
    private var bindings: [(prefix: Range<Int>, vocabulary: Vocabulary, level: Int)] = []

    /// More than any feed has in force at once.
    private static let limit = 100

    /// Those of a tag, for what lies within it.
    mutating func declare(_ attributes: TagAttributes, in bytes: [UInt8], level: Int) {
        if let address = attributes.namespace { bind(0..<0, address, bytes, level) }
        for declared in attributes.prefixes { bind(declared.prefix, declared.address, bytes, level) }
    }

    private mutating func bind(_ prefix: Range<Int>, _ address: Range<Int>, _ bytes: [UInt8], _ level: Int) {
        guard bindings.count < Self.limit else { return }
        var vocabulary = Vocabulary(address: address, in: bytes)
        // What the root declares for names without a prefix is the feed's own vocabulary, known or not.
        if vocabulary == .other, prefix.isEmpty, level == 0 { vocabulary = .rss }
        bindings.append((prefix, vocabulary, level))
    }

    /// Forgets what was declared at `level` or deeper.
    mutating func leave(level: Int) {
        while let last = bindings.last, last.level >= level { bindings.removeLast() }
    }

    /// The vocabulary of a prefix; that of no prefix for an empty one.
    func vocabulary(of prefix: Range<Int>, in bytes: [UInt8]) -> Vocabulary {
        for binding in bindings.reversed() where bytes.equalIgnoringCase(binding.prefix, prefix) {
            // A feed that declares a common prefix with an address of its own still means the common one.
            if binding.vocabulary == .other, let usual = usual(prefix, bytes) { return usual }
            return binding.vocabulary
        }
        return prefix.isEmpty ? .rss : usual(prefix, bytes) ?? .other
    }

    private func usual(_ prefix: Range<Int>, _ bytes: [UInt8]) -> Vocabulary? {
        PackedName(bytes, prefix).flatMap { Vocabulary.undeclared[$0] }
    }
}
