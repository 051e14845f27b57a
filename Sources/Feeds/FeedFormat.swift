import Domain

/// The formats of feeds, by what a document begins with.
enum FeedFormat {
    /// - Parameter text: in UTF-8.
    /// - Throws: ``SourceFailure`` when the document is none of a feed, or has no entries.
    static func contents(of text: [UInt8], feed name: SourceName) throws(SourceFailure) -> FeedContents {
        let contents = try read(text, name)
        guard contents.entries.total == 0 else { return contents }
        throw SourceFailure(name, contents.isCutOff ? .truncatedFeed : .noEntries)
    }

    private static func read(_ text: [UInt8], _ name: SourceName) throws(SourceFailure) -> FeedContents {
        let start = text.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        let first = text[start...].first { !$0.isMarkupSpace }
        if first == UInt8(ascii: "{") {
            var reader = JSONFeedReader(text)
            reader.read()
            guard reader.isFeed else { throw SourceFailure(name, .notAFeed(.json)) }
            return reader.contents
        }
        var reader = XMLFeedReader(text)
        reader.read()
        guard let root = reader.root else { throw SourceFailure(name, failure(of: text, first)) }
        switch reader.rootElement {
        case .rss, .rdf, .channel, .feed: return reader.contents
        case .html: throw SourceFailure(name, .notAFeed(.webPage))
        default:
            guard reader.isEnded(root) else { throw SourceFailure(name, .notAFeed(.unreadableXML(bytes: text.count))) }
            let rootName = String(decoding: text[root].prefix(200), as: UTF8.self).lowercased()
            throw SourceFailure(name, .notAFeed(.xml(root: rootName.printableLine(limit: 40))))
        }
    }

    private static func failure(of text: [UInt8], _ first: UInt8?) -> SourceFailure.Reason {
        guard let first else { return .emptyDocument }
        if first == UInt8(ascii: "[") { return .notAFeed(.json) }
        return .notAFeed(text.prefix(512).contains(UInt8(ascii: "<")) ? .unreadableXML(bytes: text.count) : .plainText)
    }
}
