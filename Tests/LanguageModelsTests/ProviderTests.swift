import Domain
import LanguageModels
import Outbound
import Sandbox
import Support
import Testing

@Suite("Providers of language models") struct ProviderTests {
    @Test("a text comes with its model, tokens and finish reason", arguments: SimulatedProvider.allCases)
    func text(provider: SimulatedProvider) async throws {
        try await provider.with(nil) { model, world in
            let response = await model.respond(to: .test)
            let text = try response.result.get()
            #expect(text.contains("{price}"))
            #expect(response.model == "asked-1" && response.finishReasons == ["stop"])
            #expect((response.inputTokens ?? 0) > 0 && (response.outputTokens ?? 0) > 0)
            #expect(model.isLocal && world.requests.all.count == 1)
        }
    }

    static let providerFaults: [(ModelFault, gemini: ModelOutcome, openai: ModelOutcome)] = [
        (.badKey, .auth, .auth), (.forbidden, .forbidden, .forbidden),
        (.modelNotFound, .modelNotFound, .modelNotFound), (.tooManyRequests, .rateLimited, .rateLimited),
        (.quota, .quota, .quota), (.emptyError, .serverError, .serverError),
        (.flatError, .invalidRequest, .invalidRequest), (.loading, .serverError, .loading),
        (.cutJSON, .truncated, .truncated), (.emptyByReasoning, .emptyByReasoning, .emptyByReasoning),
        (.refusal, .blocked, .refused), (.blocked, .blocked, .blocked), (.redirect, .redirected, .redirected),
        (.tooLarge, .tooLarge, .tooLarge), (.keyEcho, .invalidRequest, .invalidRequest),
    ]

    @Test("each failure has its own outcome, with a hint, and is sent once", arguments: providerFaults.indices)
    func failures(index: Int) async throws {
        let (fault, gemini, openai) = Self.providerFaults[index]
        for provider in SimulatedProvider.allCases {
            try await provider.with(.model(fault)) { model, world in
                let response = await model.respond(to: .test)
                let expected = provider == .gemini ? gemini : openai
                guard case .failure(let failure) = response.result else {
                    Issue.record("\(provider) \(fault): no failure")
                    return
                }
                #expect(failure.outcome == expected, "\(provider) \(fault): \(failure.detail)")
                #expect(!expected.hint.isEmpty && expected.cause != nil)
                #expect(world.requests.all.count == 1)
                if fault == .tooManyRequests { #expect(failure.retryAfter == .seconds(30)) }
            }
        }
    }

    static let wireFaults: [(Fault, Set<ModelOutcome>)] = [
        (.connectionReset, [.disconnected, .unreachable]), (.truncatedBody, [.disconnected, .malformed]),
        (.malformedBody, [.malformed]), (.status(503), [.serverError]), (.loginPage, [.webPage]),
        (.maintenancePage, [.webPage]), (.challengePage(status: 403), [.webPage]),
    ]

    @Test("what breaks on the way is a failure of its kind, and nothing is sent twice", arguments: wireFaults.indices)
    func broken(index: Int) async throws {
        let (fault, expected) = Self.wireFaults[index]
        for provider in SimulatedProvider.allCases {
            try await provider.with(fault) { model, world in
                let response = await model.respond(to: .test)
                guard case .failure(let failure) = response.result else {
                    Issue.record("\(provider) \(fault): no failure")
                    return
                }
                #expect(expected.contains(failure.outcome), "\(provider) \(fault): \(failure)")
                #expect(world.requests.all.count == 1)
            }
        }
    }

    @Test(
        "what a provider says is quoted, as short as it is kept, with what is invisible as its code, and without the key",
        arguments: SimulatedProvider.allCases)
    func quoted(provider: SimulatedProvider) async throws {
        let key = "sk-Zq7pLw93VhtXk2Rd"
        try await provider.with(.model(.keyEcho), key: key) { model, _ in
            guard case .failure(let failure) = await model.respond(to: .test).result else {
                Issue.record("no failure")
                return
            }
            let detail = failure.detail
            #expect(detail.contains("“bad key [withheld] of \\u{202E}Bearer [withheld]\\u{202C}"), "\(detail)")
            #expect(detail.hasSuffix("”") && detail.count <= 240 + "status 400: ".count)
            #expect(detail.unicodeScalars.allSatisfy { $0.isPrintable })
            for start in 0...key.count - 6 {
                let part = key.dropFirst(start).prefix(6).lowercased()
                #expect(!detail.lowercased().contains(part), "\(part) in \(detail)")
            }
            #expect(!detail.contains("c2st") && !detail.contains("%73"), "\(detail)")
        }
    }

    @Test("nobody listens: the provider is unreachable", arguments: SimulatedProvider.allCases)
    func unreachable(provider: SimulatedProvider) async throws {
        let client = PoliteClient(userAgent: "test")
        let model: any LanguageModel =
            provider == .gemini
            ? GeminiModel(baseURL: "http://127.0.0.1:1", model: nil, key: nil, client: client)
            : OpenAIModel(baseURL: "http://127.0.0.1:1", model: nil, key: nil, client: client)
        let response = await model.respond(to: .test)
        #expect(response.result == .failure(ModelFailure(.unreachable, Self.detail(response))))
        await client.shutdown()
    }

    private static func detail(_ response: ModelResponse) -> String {
        if case .failure(let failure) = response.result { failure.detail } else { "" }
    }

    @Test(
        "a server that does not know the field with the schema is asked in the other form, as nothing was served",
        arguments: SimulatedProvider.allCases)
    func format(provider: SimulatedProvider) async throws {
        try await provider.with(.model(.unknownFormat)) { model, world in
            let response = await model.respond(to: .test)
            #expect(throws: Never.self) { _ = try response.result.get() }
            #expect(world.requests.all.count == 2)
        }
    }

    @Test("another model that answers is named", arguments: SimulatedProvider.allCases)
    func rerouted(provider: SimulatedProvider) async throws {
        try await provider.with(.model(.rerouted)) { model, _ in
            #expect(await model.respond(to: .test).model == "another-model-2")
        }
    }
}
