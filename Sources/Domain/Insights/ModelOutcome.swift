/// How an attempt to have a text written ended (`error.type` in records, where it is a failure).
package struct ModelOutcome: OpenEnum {
    package let rawValue: String
    package init(rawValue: String) { self.rawValue = rawValue }

    /// The text was accepted.
    package static let accepted = ModelOutcome(rawValue: "accepted")
    /// The text was accepted, and another model than the one asked for wrote it.
    package static let rerouted = ModelOutcome(rawValue: "rerouted")
    /// The text was refused: the facts do not support it.
    package static let ungrounded = ModelOutcome(rawValue: "ungrounded")
    /// The text is not the JSON that was asked for.
    package static let notJSON = ModelOutcome(rawValue: "not_json")
    /// The text is JSON of another form than was asked for.
    package static let unexpectedShape = ModelOutcome(rawValue: "unexpected_shape")
    package static let auth = ModelOutcome(rawValue: "auth")
    package static let forbidden = ModelOutcome(rawValue: "forbidden")
    package static let modelNotFound = ModelOutcome(rawValue: "model_not_found")
    package static let rateLimited = ModelOutcome(rawValue: "rate_limited")
    package static let quota = ModelOutcome(rawValue: "quota")
    package static let serverError = ModelOutcome(rawValue: "server_error")
    /// The server has not loaded the model yet.
    package static let loading = ModelOutcome(rawValue: "loading")
    package static let timeout = ModelOutcome(rawValue: "timeout")
    package static let unreachable = ModelOutcome(rawValue: "unreachable")
    /// The connection broke before the response was complete.
    package static let disconnected = ModelOutcome(rawValue: "disconnected")
    /// A redirect, which is not followed: the key is for one address only.
    package static let redirected = ModelOutcome(rawValue: "redirected")
    /// A page for people came in place of the provider’s document.
    package static let webPage = ModelOutcome(rawValue: "web_page")
    /// The response has more bytes than are read.
    package static let tooLarge = ModelOutcome(rawValue: "too_large")
    /// The response is not what the provider documents, or not JSON.
    package static let malformed = ModelOutcome(rawValue: "malformed")
    /// The text was cut off at the limit of tokens.
    package static let truncated = ModelOutcome(rawValue: "truncated")
    /// Reasoning used all tokens, so that there is no text.
    package static let emptyByReasoning = ModelOutcome(rawValue: "empty_by_reasoning")
    package static let empty = ModelOutcome(rawValue: "empty")
    package static let refused = ModelOutcome(rawValue: "refused")
    /// The provider blocked the prompt or the text.
    package static let blocked = ModelOutcome(rawValue: "blocked")
    package static let invalidRequest = ModelOutcome(rawValue: "invalid_request")
    /// Not asked: the daily budget would have been exceeded.
    package static let budget = ModelOutcome(rawValue: "budget")
    /// Not asked: too many failures before, or the provider asked to wait.
    package static let suspended = ModelOutcome(rawValue: "suspended")
    /// Another process asked, and has no result.
    package static let abandoned = ModelOutcome(rawValue: "abandoned")

    package static let known: [ModelOutcome] = [
        .accepted, .rerouted, .ungrounded, .notJSON, .unexpectedShape, .auth, .forbidden, .modelNotFound,
        .rateLimited, .quota, .serverError, .loading, .timeout, .unreachable, .disconnected, .redirected, .webPage,
        .tooLarge, .malformed, .truncated,
        .emptyByReasoning, .empty, .refused, .blocked, .invalidRequest, .budget, .suspended, .abandoned,
    ]

    /// Whether a text was accepted.
    package var isAccepted: Bool { self == .accepted || self == .rerouted }

    /// Whether a text came, and was refused: it is asked for once more, with the reasons.
    package var isRefusedText: Bool { Self.refusedTexts.contains(self) }
    package static let refusedTexts: [ModelOutcome] = [.ungrounded, .notJSON, .unexpectedShape]

    /// Whether a request left this host, so that it may have been paid for.
    package var wasSent: Bool { ![.budget, .suspended, .abandoned].contains(self) }

    /// The cause of the incident that it opens where it lasts; `nil` where nothing lasts.
    package var cause: Cause? {
        switch self {
        case .auth, .forbidden: .aiAuth
        case .rateLimited, .quota, .budget: .aiQuota
        case .modelNotFound, .rerouted: .aiModelRetired
        case .serverError, .loading, .timeout, .unreachable, .disconnected, .redirected, .webPage, .tooLarge,
            .malformed, .invalidRequest:
            .aiUnreachable
        case .ungrounded, .notJSON, .unexpectedShape, .truncated, .emptyByReasoning, .empty, .refused, .blocked:
            .aiUngrounded
        default: nil
        }
    }

    /// All causes of outcomes.
    package static let causes = Set(known.compactMap(\.cause))

    /// Whether certainly nothing was written and billed, so that the hour may be asked for again.
    package var mayBeAskedAgain: Bool {
        isLasting || [.rateLimited, .serverError, .loading, .unreachable, .budget, .suspended].contains(self)
    }

    /// Whether the same request would fail again until somebody changes something.
    package var isLasting: Bool {
        [.auth, .forbidden, .modelNotFound, .quota, .invalidRequest, .redirected].contains(self)
    }
}
