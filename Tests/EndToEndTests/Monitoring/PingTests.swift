import Domain
import Foundation
import Hummingbird
import Sandbox
import Synchronization
import Testing

/// `PING_URL` against a listener of the test's own.
struct PingTests {
    private static let secret = "p1ng-k3y-that-nobody-may-read"

    @Test("each run reports its start and its end, with its trace id and its summary", arguments: [false, true])
    func told(_ failing: Bool) async throws {
        try await withWorld { world in
            try await withPingListener { listener, url in
                if failing {
                    for venue in World.venues { world.sandbox.faults.set(.blocked, on: Endpoint.venue(venue)) }
                }
                // Long enough for the start to arrive before the end.
                world.sandbox.faults.set(.delay(seconds: 3), on: .englishFeed)
                let ended = try await world.run("collect", "--json", with: ["PING_URL": url, "LOG_LEVEL": "trace"])
                #expect(ended.code == (failing ? 75 : 0))
                let run = try ended.json(Run.self)
                let pings = listener.pings
                #expect(
                    pings.map(\.path) == [
                        "/ping/\(Self.secret)/start", "/ping/\(Self.secret)" + (failing ? "/fail" : ""),
                    ])
                #expect(
                    Set(pings.map(\.rid)).count == 1 && pings[0].rid.filter { $0 != "-" } == run.traceID
                        && pings[0].rid.count == 36)
                #expect(
                    pings[1].text.contains("run \(run.id): \(run.outcome.rawValue)")
                        && pings[1].text.contains("coinbase"))
                #expect(!ended.errors.contains(Self.secret) && !ended.output.contains(Self.secret))
            }
        }
    }

    @Test("an unreachable receiver is one warning without the address, and the run is not affected")
    func refused() async throws {
        try await withWorld { world in
            // A port of ours on which nothing is listening any more.
            let url = try await withPingListener { _, url in url }
            let ended = try await world.run("collect", with: ["PING_URL": url, "LOG_LEVEL": "trace"])
            #expect(ended.code == 0)
            let warnings = ended.errors.split(separator: "\n").filter { $0.contains("PING_URL") }
            #expect((1...2).contains(warnings.count), "\(ended.errors)")
            #expect(!ended.errors.contains(Self.secret))
        }
    }

    @Test("the address is a secret of settings, may stand in a file, and a bad one is refused unseen")
    func setting() async throws {
        try await withFolder { folder in
            let file = folder + "/ping-url"
            try "https://hc.example/\(Self.secret)\n".write(toFile: file, atomically: true, encoding: .utf8)
            let shown = try await BitcoinAnalyzer.run(["settings"], ["PING_URL_FILE": file], in: folder)
            #expect(
                shown.code == 0 && shown.output.contains("PING_URL=(set, not shown)")
                    && !shown.output.contains(Self.secret))
            let refused = try await BitcoinAnalyzer.run(["settings"], ["PING_URL": Self.secret], in: folder)
            #expect(refused.code == 78 && refused.errors.contains("PING_URL") && !refused.errors.contains(Self.secret))
        }
    }

    private struct Ping: Sendable {
        let path, rid, text: String
    }

    private final class Listener: Sendable {
        private let heard = Mutex<[Ping]>([])
        var pings: [Ping] { heard.withLock(\.self) }
        func add(_ ping: Ping) { heard.withLock { $0.append(ping) } }
    }

    private func withPingListener<T: Sendable>(_ body: @escaping @Sendable (Listener, String) async throws -> T)
        async throws -> T
    {
        let listener = Listener()
        let router = Router()
        for path in ["/ping/:key", "/ping/:key/:signal"] {
            router.post(.init(path)) { request, _ in
                let text = String(buffer: try await request.body.collect(upTo: 100_000))
                listener.add(
                    Ping(
                        path: request.uri.path, rid: request.uri.queryParameters["rid"].map(String.init) ?? "",
                        text: text))
                return "OK"
            }
        }
        return try await withListener(router) { try await body(listener, $0 + "/ping/\(Self.secret)") }
    }
}
