import Foundation
import Support
import Testing

/// Schemathesis (https://schemathesis.readthedocs.io) asks the running API what its document says, and what it forbids.
@Suite(.enabled(if: Schemathesis.isInstalled, "skipped: Schemathesis is missing (./test installs it)"))
struct SchemathesisTests {
    @Test("requests made from the document of the running API find nothing, with all checks")
    func all() async throws {
        try await withWorld { world in
            #expect(try await world.run("collect").code == 0)
            let token = "a-token-of-an-operator"
            let settings = [
                "ADMIN_TOKEN": token, "OPERATIONS_PAGE": "token", "RATE_LIMIT": "0",
                // RFC 8291, appendix A: what is off refuses everything.
                "VAPID_PRIVATE_KEY": "yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw", "VAPID_SUBJECT": "mailto:a@b.org",
            ]
            try await world.with("api", and: settings) { api in
                let run = try await Schemathesis.run(
                    await api.address(of: "api") + "/openapi.json", token: token, in: world.folder)
                #expect(run.code == 0, "\(run.output.suffix(6000))\n\(run.errors.suffix(2000))")
                // All that were made, and not none.
                let counts = try #require(run.output.firstMatch(of: /(\d+) generated, (\d+) passed/))
                #expect(counts.1 == counts.2 && (Int(counts.1) ?? 0) > 500)
            }
        }
    }
}

enum Schemathesis {
    private static let folder = Checkout.path(".build/tools/schemathesis")
    static let isInstalled = FileManager.default.fileExists(atPath: folder + "/bin/schemathesis")

    /// A bounded run: the same requests each time.
    static func run(_ document: String, token: String, in directory: String) async throws -> Ended {
        // Parameters that are valid each, and contradict each other or are no cursor of ours, are a 400: the document
        // cannot say that.
        try """
        [checks]
        positive_data_acceptance.expected-statuses = ["2xx", "304", "400", "401", "403", "404", "409", "412", "422", "429"]
        """.write(toFile: directory + "/schemathesis.toml", atomically: true, encoding: .utf8)
        let program = try ChildProgram(
            [
                "/usr/bin/env", "python3", folder + "/bin/schemathesis", "run", document, "--checks", "all",
                "--phases", "examples,coverage,fuzzing", "--max-examples", "8", "--generation-deterministic",
                "--continue-on-failure", "--no-color", "--request-timeout", "30",
                "--header", "Authorization: Bearer \(token)",
                // A stream does not end.
                "--exclude-path", "/v1/events",
            ],
            environment: [
                "PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin", "PYTHONPATH": folder,
                "HOME": directory, "LANG": "C.UTF-8",
            ], in: directory)
        defer { program.destroy() }
        return try await program.end()
    }
}
