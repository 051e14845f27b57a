import Domain
import FoundationEssentials
import HTTPTypes
package import Hummingbird

/// An operator who signs in to the dashboard in a browser, and what they change there.
extension OperationsAuthorization {
    /// Opens a session.
    /// - Returns: the cookie of the session.
    /// - Throws: 401 with a wrong token, 403 where there is none or from another site, 429 after many wrong ones.
    package func signIn(with token: String, _ request: Request, _ context: APIRequestContext) throws(Problem) -> String
    {
        try requireSameOrigin(request)
        try check(token, of: request, context)
        return Self.cookie(sessions.open(with: token), age: OperatorSessions.lifetime, isSecure: Self.isSecure(request))
    }

    /// Ends the session of the request.
    /// - Returns: the cookie that removes it.
    package func signOut(_ request: Request) throws(Problem) -> String {
        try requireSameOrigin(request)
        if let name = request.cookies[OperatorSessions.cookie]?.value { sessions.close(name) }
        return Self.cookie("", age: .zero, isSecure: Self.isSecure(request))
    }

    /// Requires a session, for a change that a form of the dashboard sends.
    /// - Returns: the token of the session.
    /// - Throws: 401 without one, 403 from another site.
    package func requireSession(_ request: Request) throws(Problem) -> String {
        try requireSameOrigin(request)
        guard let token = sessionToken(request) else { throw Problem.signedOut }
        return token
    }

    /// Browsers say where a request comes from (https://www.w3.org/TR/fetch-metadata/); the cookie, which is
    /// `SameSite=Strict`, is the other guard. What says nothing is no browser of the last years.
    private func requireSameOrigin(_ request: Request) throws(Problem) {
        if let site = HTTPField.Name("Sec-Fetch-Site").flatMap({ request.headers[$0] }) {
            guard site == "same-origin" else { throw Problem.foreignForm }
            return
        }
        guard let origin = request.headers[.origin], let host = request.head.authority,
            origin == "https://" + host || origin == "http://" + host
        else { throw Problem.foreignForm }
    }

    /// Whether the browser came through TLS, as a proxy says. A client that invents it harms itself only.
    private static func isSecure(_ request: Request) -> Bool {
        HTTPField.Name("X-Forwarded-Proto").flatMap { request.headers[$0] } == "https"
    }

    private static func cookie(_ value: String, age: Duration, isSecure: Bool) -> String {
        "\(OperatorSessions.cookie)=\(value); Path=/; Max-Age=\(age.components.seconds); HttpOnly; SameSite=Strict"
            + (isSecure ? "; Secure" : "")
    }
}

extension Problem {
    fileprivate static let signedOut = Problem(
        .unauthorized, code: "unauthorized", title: "Authentication required",
        detail: "sign in on the operations page, and send the form again",
        headers: [.wwwAuthenticate: "Bearer realm=\"bitcoin-analyzer\""])

    fileprivate static let foreignForm = Problem(
        .forbidden, code: "foreign-form", title: "Form of another site",
        detail: "send the form from the dashboard itself; a proxy in front of it must keep the header Host")
}
