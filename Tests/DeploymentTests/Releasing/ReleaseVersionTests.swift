import Testing

@testable import Deployment

@Suite("A release's version") struct ReleaseVersionTests {
    /// Semantic Versioning 2.0.0, 11: the examples of the specification, in order.
    @Test("is ordered as Semantic Versioning orders it")
    func order() throws {
        let texts = [
            "0.9.9", "1.0.0-alpha", "1.0.0-alpha.1", "1.0.0-alpha.beta", "1.0.0-beta", "1.0.0-beta.2", "1.0.0-beta.11",
            "1.0.0-rc.1", "1.0.0", "1.0.1", "1.2.0", "1.10.0", "2.0.0", "2.1.0", "2.1.1",
        ]
        let versions = try texts.map { try #require(ReleaseVersion($0)) }
        #expect(versions.shuffled().sorted() == versions)
        #expect(versions.map(\.description) == texts)
    }

    @Test(
        "is nothing else",
        arguments: [
            "", "1", "1.2", "1.2.3.4", "01.2.3", "1.2.x", "1.2.3-", "1.2.3-a..b", "1.2.3-a/b", "../1.2.3", "1.2.3 ",
            "v1.2.3",
            "1.2.3+build", "1.2.9999999999", "-1.2.3",
        ])
    func invalid(_ text: String) { #expect(ReleaseVersion(text) == nil) }
}
