import Foundation

/// One demo for all tests that do not change it, until the test process ends.
enum SharedDemo {
    /// The address of its page.
    static func page() async throws -> String { try await started.value.page }
    /// The address of its API.
    static func api() async throws -> String { try await started.value.api }

    private static let started = Task {
        let folder =
            FileManager.default.temporaryDirectory.path + "/end-to-end-demo-"
            + String(ProcessInfo.processInfo.processIdentifier)
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try Guardian.shared.get().removeInTheEnd(folder)
        // A slow clock, so that the hours do not change during a test.
        let demo = try BitcoinAnalyzer.start(
            ["demo", "--days", "31", "--hour-seconds", "3600"], ["LOG_LEVEL": "info"], in: folder)
        let page = try await demo.address(of: "web")
        let api = try await demo.address(of: "api")
        // The first scheduled pass collects the articles.
        try await demo.logged("ends: ok")
        return (page: page, api: api)
    }
}
