package import Domain

/// What tokens of a model cost, in US dollars per million, with the days between which a price holds.
///
/// Sources, read on 2026-11-26: https://ai.google.dev/gemini-api/docs/pricing,
/// https://developers.openai.com/api/docs/pricing
package struct ModelPrice: Hashable, Sendable {
    package let provider: String
    package let model: String
    package let input: Double
    /// With the tokens of reasoning.
    package let output: Double
    /// The first day, and the first day on which it holds no more; `nil` without such a day.
    let from, until: Timestamp?

    private init(
        _ provider: String, _ model: String, _ input: Double, _ output: Double, from: String? = nil,
        until: String? = nil
    ) {
        (self.provider, self.model, self.input, self.output) = (provider, model, input, output)
        self.from = from.flatMap { Timestamp(rfc3339: $0) }
        self.until = until.flatMap { Timestamp(rfc3339: $0) }
    }

    package static let all = [
        ModelPrice("gemini", "gemini-3.8-flash", 0.75, 3.75, until: "2027-01-01"),
        ModelPrice("gemini", "gemini-3.8-flash", 1.50, 7.50, from: "2027-01-01"),
        ModelPrice("gemini", "gemini-3.5-flash", 1.50, 9.00),
        ModelPrice("gemini", "gemini-3.5-flash-lite", 0.30, 2.50),
        ModelPrice("openai", "gpt-6-luna", 0.10, 0.50),
        ModelPrice("openai", "gpt-6-sol", 2.00, 10.00),
        ModelPrice("openai", "gpt-5.6-luna", 0.20, 1.20),
        ModelPrice("openai", "gpt-5.4-mini", 0.75, 4.50),
        ModelPrice("openai", "gpt-5.4-nano", 0.20, 1.25),
    ]

    /// - Returns: `nil` for a model that is not in the table. A version with a date is the model without it.
    package static func price(of model: String, at provider: String, on time: Timestamp) -> ModelPrice? {
        all.first { price in
            let isModel =
                model == price.model
                || model.hasPrefix(price.model + "-")
                    && model.dropFirst(price.model.count).allSatisfy {
                        $0 == "-" || $0.isNumber
                    }
            return price.provider == provider && isModel && price.from.map { time >= $0 } ?? true
                && price.until.map { time < $0 } ?? true
        }
    }

    package func cost(input: Int, output: Int) -> Double {
        (Double(input) * self.input + Double(output) * self.output) / 1e6
    }

    /// What a request may cost at most: all of its tokens as output. For a model whose price is not known, that of the
    /// dearest one that is.
    static func most(_ prompt: ModelPrompt, _ model: any LanguageModel, on time: Timestamp) -> Double {
        if model.isLocal { return 0 }
        let price =
            price(of: model.model, at: model.provider, on: time) ?? all.max { $0.output < $1.output }
        // A token is three bytes or more.
        let input = (prompt.instructions.utf8.count + prompt.input.utf8.count + prompt.schema.utf8.count) / 3
        return price?.cost(input: input, output: ModelPrompt.maxOutputTokens) ?? 0
    }

    /// What a response cost; `nil` where the price of the model that answered is not known.
    static func cost(_ response: ModelResponse, _ model: any LanguageModel, most: Double, on time: Timestamp) -> Double?
    {
        if model.isLocal { return 0 }
        let answered = response.model ?? model.model
        guard let price = price(of: answered, at: model.provider, on: time) else { return nil }
        if let input = response.inputTokens, let output = response.outputTokens {
            return price.cost(input: input, output: output)
        }
        switch response.result {
        case .failure(let failure) where ![.timeout, .disconnected, .malformed, .tooLarge].contains(failure.outcome):
            return 0
        // It may have been served.
        default: return most
        }
    }
}
