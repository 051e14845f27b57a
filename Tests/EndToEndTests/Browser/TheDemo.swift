import Foundation

/// One running demo for all tests that only look at it: it lives until the test process ends.
enum TheDemo {
    /// Where its page is.
    static func page() async throws -> String { try await started.value }

    private static let started = Task {
        let folder =
            FileManager.default.temporaryDirectory.path + "/end-to-end-demo-"
            + String(ProcessInfo.processInfo.processIdentifier)
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try Guardian.shared.get().removeInTheEnd(folder)
        // A slow clock, so that a test sees the same hours from its beginning to its end.
        let demo = try BitcoinAnalyzer.start(
            ["demo", "--days", "31", "--hour-seconds", "3600"], ["LOG_LEVEL": "info"], in: folder)
        let page = try await demo.address(of: "web")
        // The first scheduled pass brings the articles.
        try await demo.logged("ends: ok")
        return page
    }
}
