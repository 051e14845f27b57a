import Domain
import Foundation
import Sandbox
import Testing

/// `api`, `web` and `serve` over real HTTP, on both engines.
struct ServingTests {
    /// As a client of the first Bitcoin Analyzer reads it.
    private struct OldPrice: Decodable {
        let timestamp: Int
        let open, high, low, close, volume: Double
    }

    private struct OldArticle: Decodable {
        let title, link, content: String
        let timestamp: String?
    }

    private struct OldAnalysis: Decodable { let analysis: String }

    @Test("a client of the first Bitcoin Analyzer works unchanged", arguments: Engine.all)
    func oldClient(_ engine: Engine) async throws {
        try await withWorld(engine) { world in
            #expect(try await world.run("collect").code == 0)
            try await world.with("api") { program in
                let address = try await program.address(of: "api")
                let history = try await ask(address + "/price-history?limit=10").json([OldPrice].self)
                let closed = try await world.dump().candles.filter(\.isClosed).suffix(10).reversed()
                #expect(history.map(\.timestamp) == closed.map { Int($0.candle.openTime.seconds) })
                #expect(history.map(\.close) == closed.map(\.candle.close))

                let news = try await ask(address + "/latest-news?limit=3").json([OldArticle].self)
                #expect(news.count == 3)
                #expect(
                    news.allSatisfy {
                        !$0.title.isEmpty && $0.link.hasPrefix("http://127.0.0.1:")
                            && $0.timestamp.flatMap(Timestamp.init(rfc3339:)) != nil
                    })

                let analysis = try await ask(address + "/price-analysis").json(OldAnalysis.self)
                #expect(analysis.analysis.hasSuffix("."))
                let latest = try await ask(address + "/latest-price").json(OldPrice.self)
                #expect(latest.close > 0)
            }
        }
    }

    @Test("a separate dashboard is ready while its API responds, with or without data, and names the cause otherwise")
    func dashboardReadiness() async throws {
        try await withWorld { world in
            try await world.with("api") { api in
                let apiAddress = try await api.address(of: "api")
                try await world.with("web", and: ["API_BASE_URL": apiAddress]) { web in
                    let address = try await web.address(of: "web")
                    // The API has no price yet, and is there.
                    #expect(try await ask(apiAddress + "/readyz").status == 503)
                    #expect(try await ask(address + "/readyz").status == 200)
                    _ = api.signal(SIGTERM)
                    _ = try await api.end()
                    let response = try await ask(address + "/readyz")
                    #expect(response.status == 503 && response.text.contains("api: "), "\(response.text)")
                }
            }
        }
    }

    @Test("a method that an address does not have is refused with those that it has, by the API and by the dashboard")
    func methods() async throws {
        try await withWorld { world in
            for (role, path) in [("api", "/v1/price"), ("web", "/"), ("web", "/incidents/none"), ("web", "/livez")] {
                try await world.with(role) { program in
                    let address = try await program.address(of: role)
                    let refused = try await ask(address + path, "DELETE")
                    // An operator resolves an incident on its page.
                    let methods = path == "/incidents/none" ? "GET, HEAD, OPTIONS, POST" : "GET, HEAD, OPTIONS"
                    #expect(
                        refused.status == 405 && refused.headers["allow"] == methods,
                        "\(path): \(refused.headers["allow"] ?? "none")")
                    let options = try await ask(address + path, "OPTIONS")
                    #expect(options.status == 204 && options.headers["content-length"] == nil, "\(path)")
                    #expect(try await ask(address + "/none", "DELETE").status == 404)
                }
            }
        }
    }

    @Test("without data the old routes answer as the first version did")
    func oldClientWithoutData() async throws {
        try await withWorld { world in
            try await world.with("api") { program in
                let address = try await program.address(of: "api")
                struct Detail: Decodable { let detail: String }
                for route in ["/latest-price", "/price-analysis"] {
                    let response = try await ask(address + route)
                    #expect(response.status == 404)
                    #expect(try !response.json(Detail.self).detail.isEmpty)
                }
                for route in ["/price-history", "/latest-news"] {
                    let response = try await ask(address + route)
                    #expect(response.status == 200 && response.text == "[]")
                }
            }
        }
    }

    @Test(
        "what another process collects shows in the answers of a running api", arguments: Engine.all)
    func changes(_ engine: Engine) async throws {
        try await withWorld(engine, behind: .minutes(3)) { world in
            #expect(try await world.run("collect").code == 0)
            try await world.with("api") { program in
                let address = try await program.address(of: "api")
                let routes = ["/v1/price", "/v1/candles?limit=24", "/latest-price"]
                var before: [String: ReceivedResponse] = [:]
                // Asked twice, so that the answers are prepared ones.
                for route in routes + routes { before[route] = try await ask(address + route) }
                world.clock.now = world.clock.now + .minutes(3)
                #expect(try await world.run("collect", "prices").code == 0)
                // The time is reported, as a machine under test has no fixed speed.
                let clock = ContinuousClock()
                let written = clock.now
                for route in routes {
                    let old = try #require(before[route])
                    #expect(old.status == 200)
                    try await ask(address + route) { $0.body != old.body }
                    let etag = try #require(old.headers["etag"])
                    #expect(try await ask(address + route, headers: ["If-None-Match": etag]).status == 200)
                }
                print("collected by another process, shown after \(clock.now - written)")
            }
        }
    }

    @Test(
        "invalid limits and cursors are problem responses",
        arguments: [
            "/v1/candles?limit=0", "/v1/candles?limit=1000000", "/v1/candles?limit=many",
            "/v1/candles?before=from-elsewhere", "/v1/candles?interval=2h",
            "/v1/news?limit=0", "/v1/news?before=from-elsewhere", "/price-history?limit=0", "/latest-news?limit=-1",
        ])
    func problems(_ route: String) async throws {
        struct Problem: Decodable {
            let type, title, detail, trace_id: String
            let status: Int
        }
        try await withWorld { world in
            try await world.with("api") { program in
                let response = try await ask(program.address(of: "api") + route)
                #expect(response.status == 400)
                #expect(response.headers["content-type"]?.hasPrefix("application/problem+json") == true)
                let problem = try response.json(Problem.self)
                #expect(problem.status == 400 && !problem.detail.isEmpty && problem.trace_id.count == 32)
            }
        }
    }

    @Test("a port in use is reported with the process that holds it", arguments: ["api", "web", "serve"])
    func portInUse(_ command: String) async throws {
        try await withWorld { world in
            let key = command == "api" ? "API_PORT" : "WEB_PORT"
            let ended = try await world.run(command, "--json", with: [key: "\(world.sandbox.port)"])
            #expect(ended.code == 78, "\(ended)")
            let refusal = try ended.json(BadSettingTests.Refusal.self)
            // It is this process, in which the sandbox listens.
            let own =
                try #require(FileManager.default.contents(atPath: "/proc/self/cmdline")).split(separator: 0).first
                .map { String(decoding: $0, as: UTF8.self) } ?? ""
            let name = own.split(separator: "/").last ?? ""
            #expect(
                refusal.error.contains(":\(world.sandbox.port)")
                    && refusal.error.contains("process \(getpid()) (\(name) “\(own)"), "\(refusal)")
            #expect(refusal.hint.contains(key))
        }
    }

    @Test("a demo collects over HTTP, is marked as simulated everywhere, and closes a candle every few seconds")
    func demo() async throws {
        try await withFolder { folder in
            try await BitcoinAnalyzer.with(
                ["demo", "--days", "3", "--hour-seconds", "2"], ["LOG_LEVEL": "info"], in: folder
            ) { program in
                let address = try await program.address(of: "api")
                let page = try await program.address(of: "web")
                try await program.transcript.wait(for: "the address to click") {
                    $0.outputText.contains(page) ? true : nil
                }
                for route in ["/v1/price", "/v1/candles", "/v1/news", "/v1/analysis"] {
                    struct Labelled: Decodable { let simulated: Bool }
                    let response = try await ask(address + route) { $0.status == 200 }.response
                    #expect(try response.json(Labelled.self).simulated, "\(route)")
                }
                #expect(try await ask(page, headers: ["Accept-Language": "fr"]).text.contains("Données simulées"))
                let first = try await ask(address + "/price-history?limit=1").text
                try await ask(address + "/price-history?limit=1") { $0.text != first }
            }
        }
    }
}
