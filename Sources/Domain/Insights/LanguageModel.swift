/// The port of a language model. A request is sent once: it may have been served and be paid for, even where its
/// response never came.
package protocol LanguageModel: Sendable {
    /// As records name it (`gen_ai.provider.name`): `gemini`, `openai`.
    var provider: String { get }
    /// The model that is asked for.
    var model: String { get }
    /// Whether its server is in a private network, where no request costs anything.
    var isLocal: Bool { get }

    /// Asks for a JSON document. Never throws: what went wrong is part of the response.
    func respond(to prompt: ModelPrompt) async -> ModelResponse
}

/// What a language model is asked.
package struct ModelPrompt: Hashable, Sendable {
    /// The name of the prompt, and the hash of its file: which text was sent.
    package let name: String
    package let version: String
    package let instructions: String
    /// The facts.
    package let input: String
    /// The JSON Schema of the response, as JSON.
    package let schema: String

    /// The most tokens that an answer may have, with those of reasoning.
    package static let maxOutputTokens = 4096

    package init(name: String, version: String, instructions: String, input: String, schema: String) {
        self.name = name
        self.version = version
        self.instructions = instructions
        self.input = input
        self.schema = schema
    }
}

/// What came back, and what it used.
package struct ModelResponse: Hashable, Sendable {
    /// The text, or why there is none.
    package var result: Result<String, ModelFailure>
    /// The model that answered, where the provider names it.
    package var model: String?
    package var inputTokens: Int?
    /// With those of its reasoning, which are billed as output.
    package var outputTokens: Int?
    package var reasoningTokens: Int?
    package var finishReasons: [String] = []

    package init(_ result: Result<String, ModelFailure>) { self.result = result }
}

/// Why a language model gave no text.
package struct ModelFailure: Error, Hashable, Sendable {
    package let outcome: ModelOutcome
    /// What the provider said, on one printable line, without secrets; may be empty.
    package let detail: String
    /// When it may be asked again, as it says.
    package let retryAfter: Duration?

    package init(_ outcome: ModelOutcome, _ detail: String = "", retryAfter: Duration? = nil) {
        self.outcome = outcome
        self.detail = detail
        self.retryAfter = retryAfter
    }
}
