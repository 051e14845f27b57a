import Domain
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
        "a lying model is named, and the built-in analyst writes instead", arguments: [ModelFault.lieSign, .lieCause])
    func lies(lie: ModelFault) async throws {
        try await withWorld { world in
            world.sandbox.faults.set(.model(lie), on: .gemini)
            #expect(try await world.run("collect", with: settings(world, .gemini)).code == 0)
            #expect(requests(world, .gemini) == 4)
            let analysis = try await world.run("analyze", "--json").json(Analysis.self)
            #expect(analysis.provider == "embedded" && analysis.fallback_reason == "ungrounded")
        }
    }

    @Test("a wrong key, a quota and a broken connection leave a correct text, and the reason")
    func failures() async throws {
        let faults: [(Fault, Set<String>)] = [
            (.model(.badKey), ["auth"]), (.model(.quota), ["quota"]),
            (.connectionReset, ["disconnected", "unreachable"]),
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
}
