import Foundation
import Hummingbird
import Support
import Testing

/// A venue and a feed that write what a terminal obeys, or what hides text from a reader.
struct PlantedTextTests {
    private static let planted = HostileText.controls.joined(separator: "x")

    private static var router: Router<BasicRequestContext> {
        let router = Router()
        router.get("/0/public/OHLC") { _, _ in
            Response(
                status: .ok, headers: [.contentType: "application/json"],
                body: .init(byteBuffer: .init(string: "{\"error\":[\"EGeneral:\(Self.escaped)\"]}")))
        }
        router.get("/products/**") { _, _ in
            Response(status: .internalServerError, body: .init(byteBuffer: .init(string: "no \(Self.planted) data")))
        }
        router.get("/feed") { _, _ in
            let text = Self.planted.unicodeScalars.filter { $0.value > 0x1F }
            return Response(
                status: .ok, headers: [.contentType: "application/rss+xml", .eTag: "\"1\""],
                body: .init(
                    byteBuffer: .init(
                        string: "<rss version=\"2.0\"><channel><title>T\(text)</title><item><title>Bitcoin \(text) up"
                            + "</title><link>https://x.example/1</link><description>D\(text)</description></item>"
                            + "<item><title>No link \(text)</title><link>x:\(text)</link></item></channel></rss>")))
        }
        return router
    }

    /// As JSON writes it.
    private static var escaped: String {
        planted.unicodeScalars.map {
            $0.value < 0x20 ? "\\u00" + ($0.value < 16 ? "0" : "") + String($0.value, radix: 16) : String($0)
        }
        .joined()
    }

    @Test("nothing of it reaches a terminal, a log, the API or a page, through any command")
    func unprinted() async throws {
        try await withWorld { world in
            try await withListener(Self.router) { base in
                let settings = [
                    "PRICE_SOURCES": "kraken=\(base),coinbase=\(base)", "NEWS_FEEDS": base + "/feed",
                    "LOG_LEVEL": "trace",
                ]
                for words in [
                    ["collect"], ["runs"], ["status"], ["why"], ["doctor"], ["doctor", "--online"], ["incidents"],
                    ["analyze"],
                    ["settings"], ["timeline"], ["incidents", "export"], ["incidents", "register"],
                    ["why", Self.planted], ["incidents", "show", Self.planted],
                    ["collect", "--set", Self.planted + "=1"],
                ] {
                    for more in [[], ["--json"], ["--lang", "fr"]] {
                        let ended = try await BitcoinAnalyzer.run(
                            words + more, world.settings.merging(settings) { $1 }, in: world.folder)
                        Self.check(ended.output + ended.errors, "\(words.first ?? "") \(more)")
                    }
                }
                try await world.with(
                    "serve", and: settings.merging(["COLLECT_EVERY": "1s", "WATCH_EVERY": "1s"]) { $1 }
                ) {
                    program in
                    let api = try await program.address(of: "api")
                    let web = try await program.address(of: "web")
                    for address in [
                        api + "/v1/runs", api + "/v1/news", api + "/v1/status", api + "/v1/incidents",
                        api + "/v1/timeline",
                        api + "/readyz?verbose", api + "/metrics", api + "/latest-news", web + "/", web + "/?lang=fr",
                        web + "/incidents",
                    ] {
                        Self.check(try await ask(address).text, address)
                    }
                    program.destroy()
                    let ended = try await program.end()
                    Self.check(ended.output + ended.errors, "serve")
                }
            }
        }
    }

    private static func check(_ text: String, _ place: String) {
        let found = text.unicodeScalars.filter { scalar in controls.contains(scalar) }
        #expect(found.isEmpty, "\(place): \(found.map { String($0.value, radix: 16) })")
    }

    private static let controls = Set(HostileText.controls.flatMap(\.unicodeScalars))
}
