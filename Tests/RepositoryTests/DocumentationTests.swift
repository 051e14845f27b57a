import Foundation
import Support
import Testing

/// The pages for people.
struct DocumentationTests {
    private static let pages: [String] = {
        let folder = Checkout.path("Documentation")
        let below = FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? []
        return ["README.md", "CHANGELOG.md", "SECURITY.md", "CONTRIBUTING.md"]
            + below.filter { $0.hasSuffix(".md") }.sorted().map { "Documentation/" + $0 }
    }()

    @Test("every link to a file of the checkout leads to one", arguments: pages)
    func links(_ page: String) throws {
        let text = try String(contentsOfFile: Checkout.path(page), encoding: .utf8)
        let folder = URL(filePath: Checkout.path(page)).deletingLastPathComponent()
        for link in text.matches(of: /\]\(([^)\s#]+)(?:#[^)\s]*)?\)/).map(\.1) where !link.contains("://") {
            let target = folder.appending(path: String(link)).path
            #expect(FileManager.default.fileExists(atPath: target), "\(link)")
        }
    }

    @Test("the README has fewer than 150 lines")
    func readme() throws {
        let text = try String(contentsOfFile: Checkout.path("README.md"), encoding: .utf8)
        #expect(text.split(separator: "\n", omittingEmptySubsequences: false).count < 150)
    }

    @Test("decision records are numbered without a gap, and their titles have their numbers")
    func decisions() throws {
        let names = try FileManager.default.contentsOfDirectory(atPath: Checkout.path("Documentation/Decisions"))
            .sorted()
        #expect(names.compactMap { Int($0.prefix(4)) } == Array(1...names.count))
        for (index, name) in names.enumerated() {
            let text = try String(contentsOfFile: Checkout.path("Documentation/Decisions/" + name), encoding: .utf8)
            #expect(text.hasPrefix("# \(index + 1). "), "\(name)")
        }
    }
}
