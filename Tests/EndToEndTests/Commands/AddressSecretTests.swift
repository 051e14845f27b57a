import Domain
import Foundation
import Sandbox
import Testing

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Keys in the addresses of sources, and settings that another user wrote.
struct AddressSecretTests {
    private static let secret = "s3cretA1b2C3d4E5f6"

    @Test("a password or a key in the address of a source is sent there, and written nowhere")
    func unwritten() async throws {
        try await withWorld { world in
            let feed = (world.sandbox.feedURLs.first ?? "").replacing("http://", with: "http://user:\(Self.secret)@")
            let settings = [
                "NEWS_FEEDS": "\(feed)?token=\(Self.secret)", "LOG_LEVEL": "trace",
                "STATE_DIRECTORY": world.folder + "/state",
                "PRICE_SOURCES":
                    "kraken=\(world.sandbox.baseURL(of: .kraken).replacing("http://", with: "http://\(Self.secret)@"))",
            ]
            var written = ""
            for words in [["settings"], ["collect"], ["runs"], ["status"], ["doctor", "--online"], ["why"]] {
                for more in [[], ["--json"]] {
                    let ended = try await BitcoinAnalyzer.run(
                        words + more, world.settings.merging(settings) { $1 }, in: world.folder)
                    written += ended.output + ended.errors
                }
            }
            world.sandbox.faults.set(.status(500), on: .venue(.kraken))
            let failing = try await world.run("collect", with: settings)
            written += failing.output + failing.errors
            try await world.with("serve", and: settings) { program in
                let api = try await program.address(of: "api")
                for route in ["/v1/runs", "/v1/status", "/v1/news", "/v1/incidents", "/metrics"] {
                    written += try await ask(api + route).text
                }
                program.destroy()
                let ended = try await program.end()
                written += ended.output + ended.errors
            }
            let files = try await ChildProcess.run(
                ["/bin/sh", "-c", "grep -rlaF \(Self.secret) . || true"], in: world.folder)
            #expect(written.contains("***") && !written.contains(Self.secret))
            #expect(files == "")
        }
    }

    @Test("root leaves out a .env that another user could have written, and says so", .enabled(if: geteuid() == 0))
    func foreignFile() async throws {
        try await withFolder { folder in
            let file = folder + "/.env"
            try "WATCH_EVERY=77s\n".write(toFile: file, atomically: true, encoding: .utf8)
            func settings() async throws -> Ended {
                try await BitcoinAnalyzer.run(["settings", "--lang", "en"], [:], in: folder)
            }
            #expect(try await settings().output.contains("WATCH_EVERY=77s"))
            chown(file, 65534, 65534)
            let foreign = try await settings()
            #expect(foreign.code == 0 && foreign.output.contains("WATCH_EVERY=15s"))
            #expect(foreign.errors.contains(".env is not read") && foreign.errors.contains("another user (uid 65534)"))
            chown(file, 0, 0)
            chmod(file, 0o666)
            #expect(try await settings().errors.contains("can be written by other users (mode 666)"))
        }
    }

    @Test("root refuses a secret in a file that another user could have written", .enabled(if: geteuid() == 0))
    func foreignSecret() async throws {
        try await withFolder { folder in
            let file = folder + "/token"
            try "sixteen-letters!".write(toFile: file, atomically: true, encoding: .utf8)
            chown(file, 65534, 65534)
            let ended = try await BitcoinAnalyzer.run(
                ["settings", "--lang", "en"], ["ADMIN_TOKEN_FILE": file], in: folder)
            #expect(ended.code == 77 || ended.code == 78, "\(ended)")
            #expect(ended.errors.contains("ADMIN_TOKEN_FILE") && !ended.errors.contains("sixteen"))
        }
    }
}
