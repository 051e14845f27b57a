import FoundationEssentials
import Support
import Testing

@Suite("gofeed's documents", .enabled(if: SharedData.isHere, "\(SharedData.skipped)"))
struct GofeedTests {
    /// Where this program reads a document otherwise, and why: decision 32.
    private static let explained = [
        "rdf_channel_links.xml", "rdf_item_links.xml", "rss_channel_item_links.xml", "rss_channel_links.xml",
        "entry_id_xml_base.xml", "issue_275_extensions_and_source.xml",
    ]

    @Test("fields of articles agree with the expectation as it stands in at least 97 of 100 cases")
    func score() throws {
        var comparison = GofeedComparison()
        for format in ["rss", "atom"] {
            let folder = "feeds/gofeed/parser/\(format)"
            let names = try FileManager.default.contentsOfDirectory(
                atPath: try #require(SharedData.folder) + "/" + folder
            ).filter { $0.hasSuffix(".xml") }
            #expect(names.count > 100)
            for name in names.sorted() {
                try comparison.compare(
                    SharedData.bytes("\(folder)/\(name)"), with: SharedData.bytes("\(folder)/\(name.dropLast(4)).json"),
                    name: name)
            }
        }
        let agreed = comparison.compared - comparison.disagreements.count
        print("gofeed: \(agreed) of \(comparison.compared) fields agree")
        for disagreement in comparison.disagreements { print("gofeed: \(disagreement)") }
        #expect(agreed * 100 >= comparison.compared * 97)
        let unexplained = comparison.disagreements.filter { text in
            !Self.explained.contains { text.hasPrefix($0 + ":") }
        }
        #expect(unexplained.isEmpty)
    }
}
