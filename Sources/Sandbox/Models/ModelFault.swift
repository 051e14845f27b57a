/// What a simulated language model does wrong: failures of the provider, and texts that the facts do not support.
package enum ModelFault: String, CaseIterable, Hashable, Sendable, Codable {
    // The provider
    /// Gemini: 400 with `API_KEY_INVALID`; OpenAI: 401.
    case badKey = "bad_key"
    case forbidden
    case modelNotFound = "model_not_found"
    /// 429 with a limit per minute and `Retry-After`.
    case tooManyRequests = "too_many_requests"
    /// 429 that lasts.
    case quota
    /// 500 without a body, as of vLLM.
    case emptyError = "empty_error"
    /// 422 as of Mistral: `{"message", "type", "code"}` without `error`.
    case flatError = "flat_error"
    /// 503 as of llama.cpp while it loads.
    case loading
    case cutJSON = "cut_json"
    /// Reasoning used all tokens.
    case emptyByReasoning = "empty_by_reasoning"
    case refusal
    case blocked = "blocked_prompt"
    /// Another model answers.
    case rerouted
    /// The field with the schema is refused.
    case unknownFormat = "unknown_format"

    // The text
    case lieSign = "lie_sign"
    /// Ten times the size, in digits.
    case lieSize = "lie_size"
    case lieLabels = "lie_labels"
    case lieNumberWords = "lie_number_words"
    case lieWindow = "lie_window"
    case lieSubject = "lie_subject"
    case lieNegation = "lie_negation"
    case lieRecord = "lie_record"
    case lieCause = "lie_cause"
    case liePrediction = "lie_prediction"
    case lieAdvice = "lie_advice"
    case lieLanguage = "lie_language"
    /// A headline’s instruction is obeyed.
    case lieHeadline = "lie_headline"
    case lieMarkup = "lie_markup"
    case lieStreak = "lie_streak"
    /// The numbers of two facts are exchanged.
    case lieSwappedFacts = "lie_swapped_facts"

    /// Those that lie in a text of the right form.
    package static let lies = allCases.filter { $0.rawValue.hasPrefix("lie_") }
}
