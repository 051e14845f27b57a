import Domain
import Support
import Testing

@testable import Sandbox

struct LanguageModelTests {
    private struct Analysis: Decodable {
        let text, provider, model: String
        let grounded: Bool
        let fallback_reason: String?
    }

    private func settings(_ world: World, _ provider: Endpoint) -> [String: String] {
        [
            "AI_PROVIDER": provider.rawValue, "AI_BASE_URL": "\(world.sandbox.origin)/\(provider.rawValue)",
            "AI_API_KEY": "test-key", "AI_MODEL": "some-model",
        ]
    }

    private func requests(_ world: World, _ provider: Endpoint) -> Int {
        world.sandbox.requests.all.count { $0.endpoint == provider }
    }

    @Test(
        "a model writes the analysis of an hour once in each language, and reading asks nobody",
        arguments: [Endpoint.gemini, .openai])
    func written(provider: Endpoint) async throws {
        try await withWorld { world in
            let settings = settings(world, provider)
            #expect(try await world.run("collect", with: settings).code == 0)
            #expect(requests(world, provider) == 2)
            #expect(try await world.run("collect", with: settings).code == 0)
            for language in ["en", "fr"] {
                let analysis = try await world.run("analyze", "--json", "--lang", language).json(Analysis.self)
                #expect(analysis.provider == provider.rawValue && analysis.model == "some-model", "\(analysis)")
                #expect(analysis.grounded && analysis.fallback_reason == nil)
            }
            #expect(requests(world, provider) == 2)
        }
    }

    @Test(
        "a lying model is named, the built-in analyst writes instead, and another model may be asked for the same hour",
        arguments: [ModelFault.lieSign, .lieCause])
    func lies(lie: ModelFault) async throws {
        try await withWorld { world in
            world.sandbox.faults.set(.model(lie), on: .gemini)
            var settings = settings(world, .gemini)
            #expect(try await world.run("collect", with: settings).code == 0)
            #expect(requests(world, .gemini) == 4)
            let refused = try await world.run("analyze", "--json").json(Analysis.self)
            #expect(refused.provider == "embedded" && refused.fallback_reason == "ungrounded")
            // The same model is not asked again, whatever it would say now.
            world.sandbox.faults.clear(.gemini)
            #expect(try await world.run("collect", with: settings).code == 0)
            #expect(requests(world, .gemini) == 4)
            settings["AI_MODEL"] = "an-honest-model"
            #expect(try await world.run("collect", with: settings).code == 0)
            #expect(requests(world, .gemini) == 6)
            let accepted = try await world.run("analyze", "--json").json(Analysis.self)
            #expect(accepted.provider == "gemini" && accepted.model == "an-honest-model")
        }
    }

    @Test("a wrong key, a quota, and a plug pulled before or within the answer leave a correct text, and the reason")
    func failures() async throws {
        let faults: [(Fault, Set<String>)] = [
            (.model(.badKey), ["auth"]), (.model(.quota), ["quota"]),
            (.connectionReset, ["disconnected", "unreachable"]), (.truncatedBody, ["disconnected", "malformed"]),
        ]
        for (fault, reasons) in faults {
            try await withWorld { world in
                world.sandbox.faults.set(fault, on: .openai)
                let collected = try await world.run("collect", with: settings(world, .openai))
                #expect(collected.code == 0 && !collected.errors.contains("test-key"))
                let analysis = try await world.run("analyze", "--json").json(Analysis.self)
                #expect(analysis.provider == "embedded" && analysis.grounded)
                #expect(reasons.contains(analysis.fallback_reason ?? ""), "\(analysis)")
            }
        }
    }

    @Test("a process that is killed while the model answers leaves a correct text, and the hour is not paid for twice")
    func killed() async throws {
        try await withWorld { world in
            world.sandbox.faults.set(.hang, on: .gemini)
            let settings = settings(world, .gemini)
            try await world.with("collect", and: settings) { collect in
                try await withDeadline(hangLimit, else: { Transcript.NotSeen(description: "no request") }) {
                    while requests(world, .gemini) == 0 { try await ContinuousClock().sleep(for: .milliseconds(50)) }
                }
                collect.destroy()
            }
            world.sandbox.faults.clear(.gemini)
            let analysis = try await world.run("analyze", "--json", "--lang", "en").json(Analysis.self)
            #expect(analysis.provider == "embedded" && analysis.grounded)
            #expect(analysis.fallback_reason == "abandoned")
            #expect(try await world.run("collect", with: settings).code == 0)
            // The other language was not asked for yet.
            #expect(requests(world, .gemini) == 2)
            let french = try await world.run("analyze", "--json", "--lang", "fr").json(Analysis.self)
            #expect(french.provider == "gemini")
        }
    }

    @Test("two processes at a time ask once for each language", arguments: Engine.all)
    func twoProcesses(_ engine: Engine) async throws {
        try await withWorld(engine) { world in
            // Both find the hour collected.
            #expect(try await world.run("collect").code == 0)
            let settings = settings(world, .openai)
            async let one = world.run("collect", with: settings)
            async let other = world.run("collect", with: settings)
            _ = try await (one, other)
            #expect(try await world.run("collect", with: settings).code == 0)
            #expect(requests(world, .openai) == 2)
        }
    }

    @Test("1,000 page views call no model; what it did is in the API, the command and the metrics")
    func views() async throws {
        try await withWorld { world in
            let settings = settings(world, .gemini).merging(["OPERATIONS_PAGE": "public"]) { $1 }
            try await world.with("serve", and: settings) { serve in
                let (api, web) = try await (serve.address(of: "api"), serve.address(of: "web"))
                try await ask(api + "/v1/ai/calls") { $0.text.contains("\"grounded\":true") }
                try await ask(api + "/v1/analysis?lang=fr") { $0.text.contains("some-model") }
                let before = requests(world, .gemini)
                let pages = [
                    web + "/", web + "/analysis", web + "/operations", api + "/v1/analysis", api + "/v1/ai/quality",
                ]
                for view in 0..<1000 { #expect(try await ask(pages[view % pages.count]).status == 200) }
                #expect(requests(world, .gemini) == before && before == 2)

                let metrics = try await ask(api + "/metrics").text
                let labels =
                    "gen_ai_operation_name=\"chat\",gen_ai_provider_name=\"gemini\",gen_ai_request_model=\"some-model\""
                #expect(
                    metrics.contains("gen_ai_client_operation_duration_seconds_count{\(labels),error_type=\"\"} 2\n"))
                #expect(metrics.contains("gen_ai_client_token_usage_count{\(labels),gen_ai_token_type=\"output\"} 2\n"))
                #expect(metrics.contains("bitcoin_analyzer_ai_cost_usd_total{\(labels)} 0\n"))
                try await ask(web + "/operations?lang=en") { $0.text.contains("2 of 2") }
                let command = try await world.run("ai", "--lang", "fr")
                #expect(command.code == 0 && command.output.contains("2 sur 2"), "\(command)")
            }
        }
    }

    @Test("what is refused is counted by its reason, in the metrics and the quality")
    func refused() async throws {
        struct Quality: Decodable { let fallbacks: [String: Int], fallback_rate: Double? }
        try await withWorld { world in
            world.sandbox.faults.set(.model(.lieSign), on: .gemini)
            #expect(try await world.run("collect", with: settings(world, .gemini)).code == 0)
            try await world.with("api") { api in
                let address = try await api.address(of: "api")
                let quality = try await ask(address + "/v1/ai/quality").json(Quality.self)
                #expect(quality.fallbacks == ["ungrounded": 2] && quality.fallback_rate == 1)
                let metrics = try await ask(address + "/metrics").text
                #expect(metrics.contains("bitcoin_analyzer_ai_fallbacks_total{reason=\"ungrounded\"} 2\n"))
            }
        }
    }
}
