package import Domain

/// An attempt to have a language model write an analysis, with OpenTelemetry's names. What is not known is `null`.
package struct ModelCallResponse: Encodable, Hashable, Sendable {
    private let call: ModelCall

    package init(_ call: ModelCall) { self.call = call }

    /// With `null` for what is not known.
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(call.id, forKey: "id")
        try container.encode(call.started, forKey: "started")
        try container.encode(Double(call.duration.wholeMilliseconds) / 1000, forKey: "duration_seconds")
        try container.encode(call.hour, forKey: "hour")
        try container.encode(call.language, forKey: "language")
        try container.encode(call.attempt, forKey: "attempt")
        try container.encode(GenAINames.chat, forKey: Key(GenAINames.operation))
        try container.encode(call.provider, forKey: Key(GenAINames.provider))
        try container.encode(call.model, forKey: Key(GenAINames.requestModel))
        try container.encode(call.responseModel, forKey: Key(GenAINames.responseModel))
        try container.encode(call.inputTokens, forKey: Key(GenAINames.inputTokens))
        try container.encode(call.outputTokens, forKey: Key(GenAINames.outputTokens))
        try container.encode(call.reasoningTokens, forKey: Key(GenAINames.reasoningTokens))
        try container.encode(call.finishReasons, forKey: Key(GenAINames.finishReasons))
        try container.encode(call.promptName, forKey: Key(GenAINames.promptName))
        try container.encode(call.promptVersion, forKey: Key(GenAINames.promptVersion))
        try container.encode(call.promptVersion, forKey: "prompt_version")
        let outcome = call.outcome.rawValue
        try container.encode(call.outcome == .accepted ? nil : outcome, forKey: Key(GenAINames.errorType))
        try container.encode(call.cost, forKey: "cost_usd")
        try container.encode(call.outcome.isAccepted, forKey: "grounded")
        try container.encode(call.outcome.isAccepted ? nil : outcome, forKey: "fallback_reason")
        try container.encode(call.details, forKey: "details")
    }

    /// Made from ``GenAINames``, which a `CodingKeys` cannot refer to.
    private struct Key: CodingKey, ExpressibleByStringLiteral {
        let stringValue: String
        var intValue: Int? { nil }

        init(_ name: String) { stringValue = name }
        init(stringLiteral name: String) { stringValue = name }
        init(stringValue name: String) { stringValue = name }
        init?(intValue: Int) { nil }
    }
}

/// `GET /v1/ai/calls`: newest first.
package struct ModelCallPage: Encodable, Hashable, Sendable {
    package var calls: [ModelCallResponse]
    /// The cursor of the next page; `nil` on the last page.
    package var next: String?
    package var simulated: Bool

    /// - Throws: ``ReadModelFailure``
    package init(of log: any ModelLog, limit: Int, before: ModelCallPosition?, simulated: Bool)
        async throws(ReadModelFailure)
    {
        let found: [ModelCall]
        do {
            found = try await log.calls(before: before, limit: limit + 1)
        } catch let failure as ArchiveFailure {
            throw .unavailable(detail: failure.description, because: failure.kind)
        } catch {
            throw .unavailable(detail: "\(error)")
        }
        let page = found.prefix(limit)
        calls = page.map(ModelCallResponse.init)
        next =
            found.count > limit
            ? page.last.map { Cursor.modelCalls(before: .init(started: $0.started, id: $0.id)).text } : nil
        self.simulated = simulated
    }
}
