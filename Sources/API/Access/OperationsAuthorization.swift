import FoundationEssentials
import HTTPTypes
package import Hummingbird
import Logging

/// Decides who may read operational details and who may change them. A route decides by it, after routing: never the
/// text of a path, which has many spellings.
package struct OperationsAuthorization: Sendable {
    private let policy: OperationsPolicy?
    private let token: AdminToken?
    private let throttle: TokenThrottle
    private let proxies: [IPNetwork]
    let sessions = OperatorSessions()

    /// The user name with which a browser may send the token (Basic, RFC 7617). Other names belong to a proxy.
    private static let userName = "operator"

    /// - Parameters:
    ///   - policy: `nil` for the default: public for programs of this machine while the listener is on loopback, else
    ///     by token.
    ///   - token: `nil` when there is none, so that nothing can be changed over HTTP.
    ///   - proxies: those that are believed to name the client by whom wrong tokens are counted.
    package init(
        _ policy: OperationsPolicy?, token: AdminToken?, proxies: [IPNetwork] = IPNetwork.loopback,
        throttle: TokenThrottle = TokenThrottle()
    ) {
        self.proxies = proxies
        self.policy = policy
        self.token = token
        self.throttle = throttle
    }

    /// Whether operators can identify themselves.
    package var hasToken: Bool { token != nil }

    /// What the request may read.
    /// - Throws: 401 with a wrong token, 429 after many.
    package func access(of request: Request, _ context: APIRequestContext) throws(Problem) -> OperationsAccess {
        if let token, let given = Self.bearer(request) ?? Self.password(request) ?? sessionToken(request) {
            try check(given, token, request, context)
            return .tokenHolder
        }
        let isOpen =
            switch policy {
            case .everyone: true
            case .token: false
            case nil: context.origin.isLocal(request)
            }
        return isOpen ? .reader : .visitor
    }

    /// Requires that the request may read operational details.
    /// - Throws: 401 where the token would do, 403 where there is none, 429 after many wrong ones.
    package func requireReader(_ request: Request, _ context: APIRequestContext) throws(Problem) -> OperationsAccess {
        let access = try access(of: request, context)
        guard access == .visitor else { return access }
        guard hasToken else { throw Problem.operationsClosed }
        throw Problem.unauthorized(
            "operational details require the header Authorization: Bearer TOKEN, with the value of ADMIN_TOKEN as TOKEN",
            error: nil)
    }

    /// Requires the token in an `Authorization: Bearer` header: a browser sends a Basic password by itself, also for
    /// another site.
    /// - Throws: 401 without the right token, 403 where changes are disabled, 429 after many wrong ones.
    func requireToken(_ request: Request, _ context: APIRequestContext) throws(Problem) {
        guard let token else {
            throw Problem(
                .forbidden, code: "forbidden", title: "Changes over HTTP are disabled",
                detail: "ADMIN_TOKEN is not set; set it and restart the service, or use the command line on the host")
        }
        guard let given = Self.bearer(request) else {
            throw .unauthorized(
                "send the header Authorization: Bearer TOKEN, with the value of ADMIN_TOKEN as TOKEN", error: nil)
        }
        try check(given, token, request, context)
    }

    /// The token that the request was sent with, to read with it from an API behind this listener.
    package func token(of request: Request) -> String? {
        Self.bearer(request) ?? Self.password(request) ?? sessionToken(request)
    }

    /// The token of the session whose cookie the request has.
    func sessionToken(_ request: Request) -> String? {
        // Most requests have no cookie: parsing none costs nothing.
        guard hasToken, request.headers[.cookie] != nil else { return nil }
        return request.cookies[OperatorSessions.cookie].flatMap { sessions.token(of: $0.value) }
    }

    /// Whether the request has the cookie of a session.
    package func isSignedIn(_ request: Request) -> Bool { sessionToken(request) != nil }

    /// Requires a token that was sent in a form.
    /// - Throws: 401, 403 or 429.
    func check(_ given: String, of request: Request, _ context: APIRequestContext) throws(Problem) {
        guard let token else { throw Problem.operationsClosed }
        try check(given, token, request, context)
    }

    private func check(_ given: String, _ token: AdminToken, _ request: Request, _ context: APIRequestContext)
        throws(Problem)
    {
        let client = context.origin.client(request, behind: proxies)
        if let seconds = throttle.delay(for: client) { throw .tooManyTokens(retryAfter: seconds) }
        guard token.matches(given) else {
            if let count = throttle.recordFailure(of: client).toLog {
                context.logger.warning(
                    "\(count == 1 ? "wrong ADMIN_TOKEN" : "\(count) wrong values of ADMIN_TOKEN") from \(client)",
                    metadata: ["client": "\(client)", "count": "\(count)"])
            }
            throw .unauthorized("the token does not match ADMIN_TOKEN", error: "invalid_token")
        }
        throttle.recordSuccess(of: client)
    }

    private static func bearer(_ request: Request) -> String? { credentials(request, scheme: "bearer") }

    private static func password(_ request: Request) -> String? {
        guard let text = credentials(request, scheme: "basic"), let data = Data(base64Encoded: text) else { return nil }
        let words = String(decoding: data, as: UTF8.self).split(
            separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        return words.count == 2 && words[0] == userName ? String(words[1]) : nil
    }

    private static func credentials(_ request: Request, scheme: String) -> String? {
        let words = (request.headers[.authorization] ?? "").split(separator: " ", maxSplits: 1).map(String.init)
        return words.count == 2 && words[0].lowercased() == scheme ? words[1] : nil
    }
}

/// The token with which a separate dashboard reads from its API, for an operator who sent it to the dashboard.
package enum OperatorToken {
    @TaskLocal package static var current: String?
}

extension Problem {
    fileprivate static func unauthorized(_ detail: String, error: String?) -> Problem {
        let challenge = "Bearer realm=\"bitcoin-analyzer\"" + (error.map { ", error=\"\($0)\"" } ?? "")
        return Problem(
            .unauthorized, code: "unauthorized", title: "Authentication required", detail: detail,
            headers: [.wwwAuthenticate: challenge])
    }

    fileprivate static let operationsClosed = Problem(
        .forbidden, code: "forbidden", title: "Operational details are not public",
        detail: "set ADMIN_TOKEN and send it, set OPERATIONS_PAGE=public, or use the command line on the host")

    fileprivate static func tooManyTokens(retryAfter seconds: Int) -> Problem {
        Problem(
            .tooManyRequests, code: "too-many-attempts", title: "Too many wrong tokens",
            detail: "retry in \(seconds) s; until then no token from this address is checked",
            retryAfterSeconds: seconds)
    }
}
