import Domain
import Support
import Testing

@testable import Feeds

@Suite("Chains of xml:base") struct BaseChainTests {
    private func contents(_ document: String) -> FeedContents {
        var reader = XMLFeedReader(Array(document.utf8))
        reader.read()
        return reader.contents
    }

    private func nested(_ depth: Int, _ base: (Int) -> String, inside: String) -> String {
        (0..<depth).map { "<a xml:base=\"\(base($0))\">" }.joined() + inside
            + String(repeating: "</a>", count: depth)
    }

    private let entry = "<entry><title>T</title><link href=\"c\"/></entry>"

    @Test("each base is resolved once, however many entries are within it")
    func shared() {
        let entries = (0..<1000).map { "<entry xml:base=\"e\($0)/\"><title>T</title><link href=\"c\"/></entry>" }
        let contents = contents(
            "<feed>" + nested(15, { "b\($0)/" }, inside: entries.joined()) + "</feed>")
        var bases = ResolvedBases(of: contents, at: "https://x.example/")
        var finished = contents.entries
        let links = finished.finish().flatMap(\.links)
        #expect(links.count == 1000)
        let path = (0..<15).map { "b\($0)/" }.joined()
        for (number, link) in links.enumerated() {
            #expect(bases[link.base] == Array("https://x.example/\(path)e\(number)/".utf8))
        }
        // A full memory of results is emptied once.
        #expect(bases.resolutions <= 1000 + 2 * 15)
    }

    @Test("beyond sixteen, and beyond 1,024 bytes, a base has no effect")
    func limits() throws {
        let deep = nested(17, { "b\($0)/" }, inside: entry)
        let path = (0..<16).map { "b\($0)/" }.joined()
        #expect(
            try read("<feed>\(deep)</feed>").articles.map(\.link) == ["https://hourlycoin.example/\(path)c"])

        let long = String(repeating: "a", count: 1025)
        #expect(
            try read("<feed xml:base=\"/x/\"><a xml:base=\"\(long)/\">\(entry)</a></feed>").articles.map(\.link)
                == ["https://hourlycoin.example/x/c"])
        // Each is short enough, but not what they become together.
        let half = String(repeating: "a", count: 600)
        #expect(
            try read("<feed>\(nested(2, { _ in "\(half)/" }, inside: entry))</feed>").articles.map(\.link)
                == ["https://hourlycoin.example/\(half)/c"])
    }

    @Test("a base that no link needs is forgotten")
    func forgotten() {
        #expect(contents("<feed>" + String(repeating: "<a xml:base=\"b\"/>", count: 10_000)).bases.links.count <= 2)
        #expect(contents("<feed>" + String(repeating: "<a xml:base=\"b\"></a>", count: 10_000)).bases.links.count <= 2)
        // As deep as elements are followed.
        #expect(
            contents("<feed>" + String(repeating: "<a xml:base=\"b\">", count: 10_000)).bases.links.count
                <= BaseChain.depthLimit)
        let links = String(
            repeating: "<entry xml:base=\"b\"><link href=\"c\"/></entry>", count: BaseChain.countLimit + 10)
        #expect(contents("<feed>" + links).bases.links.count == BaseChain.countLimit)
    }
}
