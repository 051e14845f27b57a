import Domain
import Foundation
import Testing

@testable import Interchange

@Suite("A file of articles") struct ArticleFileTests {
    private static let header = "published,title,link,publisher,language,summary,feed,first_seen\n"

    private static func row(_ number: Int) -> String {
        "2020-01-01T00:00:00Z,Title \(number),https://news.example/\(number),Example,en,\"a, \"\"b\"\"\","
            + "https://news.example/feed,2020-01-01T00:01:00Z\n"
    }

    private func read(_ text: String) throws -> (articles: Int, file: ArticleFile) {
        let file = try ArticleFile(
            Array(text.utf8), name: "news.csv", run: RunID(rawValue: "import"), now: Timestamp(seconds: 1_790_000_000),
            identify: { ArticleID(rawValue: $0.link) })
        while try !file.next().isEmpty {}
        return (file.articles, file)
    }

    @Test("a megabyte of line feeds is no article, and what follows is read")
    func lineFeeds() throws {
        let (articles, file) = try read(
            Self.header + String(repeating: "\n", count: 1 << 20) + Self.row(1) + "\n\n" + Self.row(2))
        #expect(articles == 2 && file.badRows == 0)
    }

    @Test("a field may have line ends, and each line behind a quote that is never closed is counted")
    func openQuote() throws {
        let spread = Self.row(1).replacing("a, ", with: "a,\n\n")
        #expect(try read(Self.header + spread + Self.row(2)).articles == 2)
        let broken = Self.row(1).replacing("\"a, ", with: "\"a, \"")
        let (articles, file) = try read(Self.header + Self.row(0) + broken + (2..<10).map(Self.row).joined())
        #expect(articles == 1 && file.badRows == 9)
        #expect(file.firstBadRows.map(\.line) == [3])
        #expect(file.refusal.message.english.contains("a quote is not closed, and 9 lines are left out"))
    }

    @Test("a row of too many or too few fields is bad, with its number")
    func fieldCount() throws {
        let long = Self.row(1).replacing("\n", with: ",more\n")
        let (articles, file) = try read(Self.header + Self.row(0) + long + "2020-01-01T00:00:00Z,Title\n")
        #expect(articles == 1 && file.badRows == 2)
        #expect(file.firstBadRows.map(\.line) == [3, 4])
        #expect(file.firstBadRows.map(\.reason.english) == ["9 fields, 8 expected", "2 fields, 8 expected"])
    }

    @Test("a known column that is there twice refuses the file, and an unknown one does not")
    func repeatedColumn() throws {
        let refused = #expect(throws: ImportFailure.self) {
            try read("title,link,Title\nOne,https://news.example/1,Two\n")
        }
        #expect(refused?.message.english == "news.csv:1: the column 'title' is there more than once")
        #expect(try read("title,link,note,note\nOne,https://news.example/1,a,b\n").articles == 1)
    }

    @Test("the identity in a file is taken, so that articles of one link stay several", arguments: [true, false])
    func identity(asJSON: Bool) throws {
        let ids = ["a", "b"].map { String(repeating: $0, count: 64) }
        let articles = ids.map { id in
            ArchivedArticle(
                Article(
                    id: ArticleID(rawValue: id), title: "Title", link: "https://news.example/page",
                    publisher: "Example",
                    published: nil, summary: "", language: nil, feed: "news.example"),
                run: RunID(rawValue: "import"), firstSeen: Timestamp(seconds: 1_600_000_000))
        }
        let bytes =
            asJSON
            ? try JSONEncoder().encode(articles.map(ArticleRecord.init))
            : Data((ArticleCSV.header + ArticleCSV.lines(articles)).utf8)
        let file = try ArticleFile(
            Array(bytes), name: "news", run: RunID(rawValue: "import"), now: Timestamp(seconds: 1_790_000_000),
            identify: { ArticleID(rawValue: $0.link) })
        #expect(try file.next() == articles)
    }

    @Test(
        "an identity that is none of this program is not taken",
        arguments: ["7", "", String(repeating: "A", count: 64)])
    func foreignIdentity(_ id: String) throws {
        let row = Self.row(1).replacing("\n", with: ",\(id)\n")
        let header = Self.header.replacing("\n", with: ",id\n")
        let file = try ArticleFile(
            Array((header + row).utf8), name: "news", run: RunID(rawValue: "import"),
            now: Timestamp(seconds: 1_790_000_000), identify: { ArticleID(rawValue: $0.link) })
        #expect(try file.next().map(\.article.id.rawValue) == ["https://news.example/1"])
        let number = Array(#"[{"title":"T","link":"https://news.example/2","id":7}]"#.utf8)
        let json = try ArticleFile(
            number, name: "news", run: RunID(rawValue: "import"), now: Timestamp(seconds: 1_790_000_000),
            identify: { ArticleID(rawValue: $0.link) })
        #expect(try json.next().map(\.article.id.rawValue) == ["https://news.example/2"])
    }

    @Test("a quote that is never closed before long lines ends with a megabyte")
    func longOpenQuote() throws {
        let long = String(repeating: "x", count: 60_000) + "\n"
        let (articles, file) = try read(
            Self.header + "\"" + String(repeating: long, count: 40) + Self.row(1))
        #expect(articles == 1)
        // About 18 of these lines make a megabyte; the others are rows of their own.
        #expect(
            file.firstBadRows.first?.reason.english.contains("18 lines are left out") == true, "\(file.firstBadRows)")
    }
}
