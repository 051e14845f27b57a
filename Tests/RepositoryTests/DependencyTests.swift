import Foundation
import Support
import Testing

/// `Documentation/Dependencies.md`, compared with what SwiftPM has resolved for this build.
struct DependencyTests {
    private struct Resolved: Decodable {
        struct Pin: Decodable {
            struct State: Decodable { let version: String? }
            let identity: String
            let state: State
        }
        let pins: [Pin]
    }

    private static let resolution = Checkout.path("Package.resolved")

    @Test(
        "what was resolved is what was tested",
        .enabled(if: FileManager.default.fileExists(atPath: resolution), "nothing has been resolved here"))
    func versions() throws {
        let data = try Data(contentsOf: URL(filePath: Self.resolution))
        let resolved = try JSONDecoder().decode(Resolved.self, from: data).pins.reduce(into: [String: String]()) {
            $0[$1.identity] = $1.state.version ?? "no version"
        }
        let page = try String(contentsOfFile: Checkout.path("Documentation/Dependencies.md"), encoding: .utf8)
        let row = /\| `([^`]+)` \| ([0-9.]+) \|.*/
        let tested = page.split(separator: "\n").compactMap { $0.wholeMatch(of: row) }.reduce(into: [String: String]())
        {
            $0[String($1.1)] = String($1.2)
        }
        #expect(Set(resolved.keys) == Set(tested.keys), "another package is needed, or one is no longer")
        for (name, version) in tested.sorted(by: { $0.key < $1.key }) {
            let found = resolved[name]
            if found != version {
                Issue.record(
                    """
                    \(name): \(found ?? "none") was resolved, \(version) was tested. Read its changes, run ./test, then change \
                    Documentation/Dependencies.md (and Package.swift where it names the version).
                    """)
            }
        }
    }
}
