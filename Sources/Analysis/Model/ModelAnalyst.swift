package import Domain

/// Has a language model write the analysis of the newest closed hour, once for each language in all processes, and
/// keeps what passes the checks. Never runs within a request of a reader.
package struct ModelAnalyst: Sendable {
    private let model: any LanguageModel
    private let log: any ModelLog
    private let journal: any Journal
    /// In US dollars a day (UTC).
    private let dailyBudget: Double
    private let every: Duration
    private let now: @Sendable () -> Timestamp

    /// - Parameter every: the schedule of collections, in which it is asked again after failures.
    package init(
        _ model: any LanguageModel, log: any ModelLog, journal: any Journal, dailyBudget: Double,
        every: Duration, now: @escaping @Sendable () -> Timestamp
    ) {
        (self.model, self.log, self.journal) = (model, log, journal)
        (self.dailyBudget, self.every, self.now) = (dailyBudget, every, now)
    }

    /// - Throws: ``ArchiveFailure``; what the model does wrong is recorded.
    package func write(_ market: MarketView, in languages: [Language] = Language.allCases) async throws {
        guard let history = PriceHistory(market.closed, disputed: market.disputed) else { return }
        let grid = HourlyGrid(history.hours)
        let facts = MarketFacts(history, grid, market)
        // Old facts are not paid for.
        guard !facts.isStale else { return }
        let assessment = MarketAssessment(history, grid, facts)
        let news = NewsTopics(market.news, until: market.now)
        for language in languages {
            let prompt = PromptFacts(
                facts, trend: assessment.trend, volatility: assessment.volatility, news: news, language: language)
            let known = TextFacts(
                facts, trend: assessment.trend, volatility: assessment.volatility, forecast: nil)
            try await write(facts.asOf, prompt, known)
        }
    }

    private func write(_ hour: Timestamp, _ facts: PromptFacts, _ known: TextFacts) async throws {
        guard
            try await log.claim(
                hour, in: facts.language, provider: model.provider, model: model.model, now: now())
        else { return }
        var (text, outcome, author, reasons) = (String?.none, ModelOutcome.abandoned, model.model, [String]())
        for attempt in 1...2 {
            let prompt = AnalysisPrompt.prompt(facts, refusedFor: reasons)
            let call = try await call(hour, prompt, facts, known, attempt)
            (text, outcome, reasons) = (call.text, call.record.outcome, call.record.details)
            // Without a text, the one that was asked for: it is not asked for this hour again.
            author = text == nil ? model.model : call.record.responseModel ?? model.model
            // Only a text that came and was refused is asked for again: anything else may have been served, or would
            // fail again.
            guard call.isRefused else { break }
        }
        try await log.finish(
            WrittenAnalysis(
                hour: hour, language: facts.language, provider: model.provider, model: author, text: text,
                outcome: outcome))
    }

    private func call(
        _ hour: Timestamp, _ prompt: ModelPrompt, _ facts: PromptFacts, _ known: TextFacts, _ attempt: Int
    ) async throws -> (record: ModelCall, text: String?, isRefused: Bool) {
        let started = now()
        var record = ModelCall(
            id: Self.newID(at: started), started: started, hour: hour, language: facts.language, attempt: attempt,
            provider: model.provider, model: model.model, promptName: prompt.name, promptVersion: prompt.version,
            outcome: .abandoned)
        let most = ModelPrice.most(prompt, model, on: started)
        // The failures of another model say nothing of this one.
        let recent = try await log.calls(before: nil, limit: 40).filter {
            $0.provider == model.provider && $0.model == model.model
        }
        if attempt == 1, let end = ModelPause.end(after: recent, every: every, now: started) {
            record.outcome = .suspended
            record.details = ["until \(end)"]
        } else if try await log.spent(since: Self.startOfDay(started)) + most > dailyBudget {
            record.outcome = .budget
            record.details = ["AI_DAILY_BUDGET is \(dailyBudget) US dollars"]
        }
        guard record.outcome == .abandoned else {
            try await log.record(record)
            return (record, nil, false)
        }
        // The most that it may cost is counted before it is sent, also for other processes, and if this one ends.
        (record.cost, record.counted) = (most, most)
        try await log.record(record)
        let clock = ContinuousClock()
        let begin = clock.now
        let response = await model.respond(to: prompt)
        record.duration = begin.duration(to: clock.now)
        record.responseModel = response.model
        (record.inputTokens, record.outputTokens) = (response.inputTokens, response.outputTokens)
        record.reasoningTokens = response.reasoningTokens
        record.finishReasons = response.finishReasons
        record.cost = ModelPrice.cost(response, model, most: most, on: started)
        record.counted = record.cost ?? most
        var (text, isRefused) = (String?.none, false)
        switch response.result {
        case .failure(let failure):
            record.outcome = failure.outcome
            record.details = failure.detail.isEmpty ? [] : [failure.detail]
            record.notBefore = failure.retryAfter.map { started + $0 }
        case .success(let raw):
            let check = AnswerCheck(raw, facts, text: known)
            text = check.text
            isRefused = text == nil
            record.textLength = check.text?.count
            record.details = check.reasons
            record.outcome = check.text == nil ? check.refusal : isAsked(response.model) ? .accepted : .rerouted
        }
        try await log.record(record)
        note(record)
        return (record, text, isRefused)
    }

    /// Whether the model that answered is the one that was asked for: its name, or that with a version.
    private func isAsked(_ answered: String?) -> Bool {
        guard let answered else { return true }
        // Local servers name a file, or what they were started with.
        return model.isLocal || answered.hasPrefix(model.model) || model.model.hasSuffix("/" + answered)
            || model.model.hasPrefix("models/" + answered)
    }

    /// The reason is in the call: its words may be the provider’s.
    private func note(_ call: ModelCall) {
        let level: Event.Level = call.outcome == .accepted ? .info : .warning
        let cause = call.outcome.cause.map { ["cause": $0.rawValue] } ?? [:]
        journal.record(
            Event(
                level, "analysis in \(call.language.rawValue) by \(call.provider): \(call.outcome.message.english)",
                cause.merging(["provider": call.provider, "outcome": call.outcome.rawValue]) { first, _ in first }))
    }

    private static func startOfDay(_ time: Timestamp) -> Timestamp {
        Timestamp(seconds: time.seconds - ((time.seconds % 86_400) + 86_400) % 86_400)
    }

    private static func newID(at time: Timestamp) -> String {
        let digits = time.rfc3339.prefix(19).filter { $0 != "-" && $0 != ":" }
        return "\(digits)Z-\(UInt32.random(in: 0...UInt32.max).hexadecimal)"
    }
}
