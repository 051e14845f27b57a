import FoundationEssentials
import HTTPTypes

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
    /// 307 to another address.
    case redirect
    /// More bytes than are read.
    case tooLarge = "too_large"
    /// An error that quotes the key of the request: as it is, in part, and encoded, among marks that reverse text.
    case keyEcho = "key_echo"

    // The form of the text
    case prose
    /// JSON that ends too early, while the provider says that it is complete.
    case cutText = "cut_text"
    /// JSON with other members.
    case otherSchema = "other_schema"
    /// JSON with a member twice.
    case repeatedMember = "repeated_member"

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

    /// The same at every provider; `nil` where it depends on the form of the provider.
    func response(key: String) -> WorldResponse? {
        switch self {
        case .redirect:
            var response = WorldResponse.html("<html><title>Moved</title></html>", status: .init(code: 307))
            response.headers[.location] = "https://elsewhere.invalid/v1"
            return response
        case .tooLarge: return WorldResponse(.ok, "application/json", Array(repeating: 0x20, count: 2 << 20))
        case .keyEcho:
            let encoded = Data(key.utf8).base64EncodedString()
            let percent = key.utf8.map { "%" + String($0, radix: 16) }.joined()
            let message =
                "bad key \(key) of \u{202E}Bearer \(key.uppercased())\u{202C}; \(key.prefix(10))… is \(encoded), "
                + "\(Data("x:\(key)".utf8).base64EncodedString()), ?key=\(percent)&x=1, \(key.prefix(4))****\(key.suffix(4))\u{0}"
            return .json(#"{"error":{"message":\#(message.jsonText),"status":"UNKNOWN"}}"#, status: .badRequest)
        default: return nil
        }
    }

    /// The text that a model writes, in another form than was asked for.
    func reformed(_ text: String) -> String {
        switch self {
        case .prose: "Bitcoin did well, as always."
        case .cutText: String(text.prefix(text.count / 2))
        case .otherSchema: #"{"trend":"stable","volatility":"normal","summary":"Bitcoin moved."}"#
        case .repeatedMember: text.replacing(#""trend":"#, with: #""trend":"stable","trend":"#)
        default: text
        }
    }
}
