import Domain
import Foundation
import Sandbox
import Support
import Testing

/// Whatever goes wrong, at whatever log level: neither the database's password nor the key is ever told.
///
/// Every program that any of these tests starts is checked for both; this one makes them use both.
struct SecretTests {
    @Test(
        "no program writes the password of its database or the key of its source",
        .enabled(if: PostgresServer.isInstalled, "\(PostgresServer.skipped)"))
    func untold() async throws {
        try await withWorld(.postgres) { world in
            let settings = [
                "LOG_LEVEL": "trace", "PRICE_SOURCES": "coinalyze=\(world.sandbox.baseURL(of: .coinalyze))",
            ]
            var written = ""
            func run(_ words: String..., with more: [String: String] = [:]) async throws {
                let ended = try await BitcoinAnalyzer.run(
                    words, world.settings.merging(settings) { $1 }.merging(more) { $1 }, in: world.folder)
                written += ended.output + ended.errors
            }
            for words in [["settings"], ["migrate"], ["collect"], ["runs"], ["analyze"]] {
                for json in [[], ["--json"]] {
                    let ended = try await BitcoinAnalyzer.run(
                        words + json, world.settings.merging(settings) { $1 }, in: world.folder)
                    written += ended.output + ended.errors
                }
            }
            for fault in [Fault.blocked, .malformedBody, .status(401), .connectionReset, .rateLimited(retryAfter: nil)]
            {
                world.sandbox.faults.set(fault, on: .venue(.coinalyze))
                try await run("collect", "prices")
            }
            try await run(
                "collect",
                with: [
                    "DATABASE_URL": world.database.replacingOccurrences(of: "127.0.0.1", with: "no-such-host.invalid")
                ])
            try await run("collect", with: ["DATABASE_URL": world.database + "?no_such_option=1"])
            try await run(
                "collect",
                with: ["DATABASE_URL": world.database.replacingOccurrences(of: "postgres://", with: "mysql://")])
            try await world.with("api", and: settings) { program in
                let address = try await program.address(of: "api")
                for route in ["/readyz?verbose", "/v1/price", "/nowhere"] {
                    let response = try await ask(address + route)
                    written += response.text + response.headers.map { "\($0.key): \($0.value)\n" }.joined()
                }
                program.destroy()
                let ended = try await program.end()
                written += ended.output + ended.errors
            }
            #expect(world.sandbox.requests.requests(to: .venue(.coinalyze)).count > 5)
            #expect(written.count > 10_000)
            #expect(!written.contains(Secrets.passwords[0]))
            #expect(!written.contains(BitcoinAnalyzer.coinalyzeKey))
        }
    }
}
