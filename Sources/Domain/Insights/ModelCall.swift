/// One attempt to have a language model write an analysis, as recorded.
package struct ModelCall: Hashable, Sendable {
    package var id: String
    package var started: Timestamp
    package var duration: Duration
    /// The closed hour (its end) and the language that the text is for.
    package var hour: Timestamp
    package var language: Language
    /// 1 for the first request, 2 for the one with the reasons of the refusal.
    package var attempt: Int
    package var provider: String
    package var model: String
    package var promptName: String
    package var promptVersion: String
    /// Of the response; see ``ModelResponse``.
    package var responseModel: String?
    package var inputTokens: Int?
    package var outputTokens: Int?
    package var reasoningTokens: Int?
    package var finishReasons: [String] = []
    package var outcome: ModelOutcome
    /// What the provider said (quoted, without secrets: ``withheldMark`` stands in their place), or why the text was
    /// refused, one line each.
    package var details: [String] = []
    package static let withheldMark = "[withheld]"
    /// In US dollars; `nil` where the price of the model is not known.
    package var cost: Double?
    /// What counts against the daily budget: the cost, or the most that it may be where that is not known.
    package var counted = 0.0
    /// The moment until which the provider asked to wait.
    package var notBefore: Timestamp?
    /// The characters of the text; `nil` without one.
    package var textLength: Int?

    package init(
        id: String, started: Timestamp, duration: Duration = .zero, hour: Timestamp, language: Language,
        attempt: Int = 1, provider: String, model: String, promptName: String, promptVersion: String,
        outcome: ModelOutcome
    ) {
        self.id = id
        self.started = started
        self.duration = duration
        self.hour = hour
        self.language = language
        self.attempt = attempt
        self.provider = provider
        self.model = model
        self.promptName = promptName
        self.promptVersion = promptVersion
        self.outcome = outcome
    }
}

/// The end of a page of calls: the newest ones come first.
package struct ModelCallPosition: Hashable, Sendable {
    package let started: Timestamp
    package let id: String

    package init(started: Timestamp, id: String) {
        (self.started, self.id) = (started, id)
    }
}

/// The analysis of a closed hour in one language, as a language model wrote it, or why there is none.
package struct WrittenAnalysis: Hashable, Sendable {
    /// The end of the hour.
    package let hour: Timestamp
    package let language: Language
    package let provider: String
    /// The model that answered.
    package let model: String
    /// `nil` where none was accepted: ``outcome`` says why.
    package let text: String?
    package let outcome: ModelOutcome

    package init(
        hour: Timestamp, language: Language, provider: String, model: String, text: String?, outcome: ModelOutcome
    ) {
        self.hour = hour
        self.language = language
        self.provider = provider
        self.model = model
        self.text = text
        self.outcome = outcome
    }
}

/// Keeps what language models wrote, and every attempt.
///
/// Every method throws ``ArchiveFailure``.
package protocol ModelLog: Sendable {
    /// Takes an hour in a language for this process: only one of all processes asks a model for it, and again only
    /// where the attempt before was certainly not served (``ModelOutcome/mayBeAskedAgain``), or where there is no text
    /// and this model has not been asked for the hour: somebody chose another one.
    /// - Returns: whether it was free.
    func claim(_ hour: Timestamp, in language: Language, provider: String, model: String, now: Timestamp) async throws
        -> Bool
    /// Stores the result of a claimed hour.
    func finish(_ analysis: WrittenAnalysis) async throws
    /// `nil` while nobody has taken the hour. One that was taken and not finished has the outcome `abandoned`.
    func analysis(of hour: Timestamp, in language: Language) async throws -> WrittenAnalysis?
    /// In the place of one with the same id.
    func record(_ call: ModelCall) async throws
    /// Newest first.
    func calls(before: ModelCallPosition?, limit: Int) async throws -> [ModelCall]
    /// What the attempts since a moment count against the budget, in US dollars.
    func spent(since: Timestamp) async throws -> Double
}
