import Domain
import FoundationEssentials

@testable import Feeds

/// The fields of a gofeed document as this program reads them, beside what gofeed's authors expect.
///
/// The expectation is taken as it stands. As it has HTML where this program has text, a field also agrees when it is
/// the expectation without its tags, by the rule written here and not by the program's.
struct GofeedComparison {
    private(set) var compared = 0
    private(set) var disagreements: [String] = []

    fileprivate struct Expected: Decodable {
        struct Entry: Decodable {
            let title: String?
            let link: String?
            let links: [Link]?
            let description: String?
            let summary: String?
            let content: Content?
            let guid: Identifier?
            let id: String?
            let pubDateParsed: String?
            let publishedParsed: String?
            let updatedParsed: String?
            let author: String?
            let authors: [Person]?
            let source: Source?
        }

        struct Person: Decodable { let name: String? }
        struct Source: Decodable { let title: String? }
        struct Identifier: Decodable { let value: String? }

        /// A text in RSS, an object in Atom.
        struct Content: Decodable {
            let value: String?

            init(from decoder: any Decoder) throws {
                if let text = try? decoder.singleValueContainer().decode(String.self) {
                    value = text
                } else {
                    value = try decoder.container(keyedBy: Keys.self).decodeIfPresent(String.self, forKey: .value)
                }
            }

            private enum Keys: String, CodingKey { case value }
        }

        /// An address in RSS, an object in Atom.
        struct Link: Decodable {
            let href: String?
            let rel: String?

            init(from decoder: any Decoder) throws {
                if let address = try? decoder.singleValueContainer().decode(String.self) {
                    (href, rel) = (address, nil)
                } else {
                    let container = try decoder.container(keyedBy: Keys.self)
                    href = try container.decodeIfPresent(String.self, forKey: .href)
                    rel = try container.decodeIfPresent(String.self, forKey: .rel)
                }
            }

            private enum Keys: String, CodingKey { case href, rel }
        }

        let title: String?
        let language: String?
        let link: String?
        let links: [Link]?
        let items: [Entry]?
        let entries: [Entry]?
    }

    mutating func compare(_ document: [UInt8], with expectation: [UInt8], name: String) throws {
        let expected = try JSONDecoder().decode(Expected.self, from: Data(expectation))
        var reader = XMLFeedReader(DocumentEncoding.utf8(document, contentType: nil))
        reader.read()
        var contents = reader.contents
        let texts = FieldReader(contents.bytes)
        func plain(_ field: FieldText?) -> String { field.map { texts.plain($0, limit: 100_000) } ?? "" }
        var bases = ResolvedBases(of: contents, at: "https://base.example/")
        func links(_ links: [FieldLink]) -> [String] {
            links.sorted { $0.text.rank < $1.text.rank }.compactMap { link in
                ArticleLink.absolute(texts.address(link.text), from: bases[link.base])
            }
        }

        check(name, "feed title", plain(contents.title), expected.title)
        check(name, "feed language", plain(contents.language), expected.language)
        if let link = address(expected.link, expected.links) {
            check(name, "feed link", links(contents.links).first, [link])
        }
        let entries = contents.entries.finish()
        let wanted = expected.items ?? expected.entries ?? []
        check(name, "number of entries", "\(contents.entries.total)", ["\(wanted.count)"])
        for (entry, wanted) in zip(entries, wanted.filter { !$0.isEmpty }) {
            func best(_ candidates: [FieldText]) -> String {
                candidates.sorted { $0.rank < $1.rank }.lazy.map { plain($0) }.first { !$0.isEmpty } ?? ""
            }
            check(name, "title", best(entry.titles), wanted.title)
            let summaries = [wanted.description, wanted.summary, wanted.content?.value].compactMap { $0 }
            if !summaries.isEmpty { check(name, "summary", best(entry.summaries), summaries) }
            if let link = address(wanted.link, wanted.links) { check(name, "link", links(entry.links).first, [link]) }
            check(name, "identifier", plain(entry.identifier), wanted.guid?.value ?? wanted.id)
            if let date = wanted.pubDateParsed ?? wanted.publishedParsed ?? wanted.updatedParsed {
                check(name, "date", entry.published?.rfc3339, [date])
            }
            check(name, "author", best(entry.authors), wanted.author ?? wanted.authors?.compactMap(\.name).first)
            check(name, "source", plain(entry.source), wanted.source?.title)
        }
    }

    private func address(_ link: String?, _ links: [Expected.Link]?) -> String? {
        link ?? links?.first { $0.rel ?? "alternate" == "alternate" && $0.href != nil }?.href
    }

    private mutating func check(_ name: String, _ field: String, _ actual: String, _ expected: String?) {
        if let expected, !expected.isEmpty { check(name, field, actual, [expected]) }
    }

    private mutating func check(_ name: String, _ field: String, _ actual: String?, _ expected: [String]) {
        compared += 1
        let allowed = expected.flatMap { [Self.collapsed($0), Self.collapsed(Self.withoutTags($0))] }
        if !allowed.contains(actual ?? "") {
            disagreements.append(
                "\(name): \(field) is “\(actual ?? "")”, expected “\(expected.joined(separator: "” or “"))”")
        }
    }

    private static func collapsed(_ text: String) -> String {
        text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }

    private static func withoutTags(_ html: String) -> String {
        var text = html.replacing(/<\/?[A-Za-z][^<>]*>/, with: "")
        for (name, character) in [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&")] {
            text = text.replacing(name, with: character)
        }
        return text
    }
}

extension GofeedComparison.Expected.Entry {
    /// Without a field that articles have.
    fileprivate var isEmpty: Bool {
        title == nil && link == nil && links == nil && description == nil && summary == nil && content == nil
            && guid == nil && id == nil
    }
}
