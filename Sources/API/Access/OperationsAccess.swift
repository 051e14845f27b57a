/// Who may read operational details without the token: the setting `OPERATIONS_PAGE`.
package enum OperationsPolicy: String, CaseIterable, Sendable {
    case everyone = "public"
    /// Nobody.
    case token
}

/// How much of the operational details a request may read: evidence, runs, timeline, metrics, details of the status.
package enum OperationsAccess: CaseIterable, Hashable, Sendable {
    /// Nothing.
    case visitor
    /// All but quotations, which are not ours to publish: texts of responses, command lines.
    case reader
    /// Everything: the request has the token.
    case tokenHolder
}

/// What was left out of a response. The names are stable: `withheld` in the JSON lists them, and is absent where
/// nothing was left out.
package enum Withheld {
    package static let evidence = "evidence"
    package static let quotations = "quotations"
    package static let detail = "detail"
    package static let statusDetails = ["runs", "sources", "services", "notifications", "problems"]
}
