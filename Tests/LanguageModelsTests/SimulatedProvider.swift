import Domain
import LanguageModels
import Outbound
import Sandbox
import Support

/// The providers, asked at a sandbox.
enum SimulatedProvider: String, CaseIterable, Sendable {
    case gemini, openai

    var endpoint: Endpoint { self == .gemini ? .gemini : .openai }

    func model(_ world: RunningSandbox, _ client: PoliteClient, key: String) -> any LanguageModel {
        switch self {
        case .gemini: GeminiModel(baseURL: world.origin + "/gemini", model: "asked-1", key: key, client: client)
        case .openai: OpenAIModel(baseURL: world.origin + "/openai", model: "asked-1", key: key, client: client)
        }
    }

    /// Runs `work` with a model in a sandbox that has a fault.
    func with<Value: Sendable>(
        _ fault: Fault?, key: String = "k", _ work: (any LanguageModel, RunningSandbox) async throws -> Value
    ) async throws -> Value {
        try await withSandbox { world in
            if let fault { world.faults.set(fault, on: endpoint) }
            let client = PoliteClient(userAgent: "test")
            do {
                let value = try await work(model(world, client, key: key), world)
                await client.shutdown()
                return value
            } catch {
                await client.shutdown()
                throw error
            }
        }
    }
}

extension ModelPrompt {
    static let test = ModelPrompt(
        name: "test", version: "1", instructions: "Write.",
        input: "language: English\n{as_of}: the moment\n{price}: the price\ntrend: null\nvolatility: null",
        schema: #"{"type":"object","properties":{},"additionalProperties":false}"#)
}
