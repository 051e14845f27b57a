/// A mail server that takes our messages, and as whom we send.
package struct SMTPServer: Hashable, Sendable {
    package enum Security: Hashable, Sendable {
        /// TLS from the first byte (RFC 8314, 3.3).
        case implicit
        /// TLS after STARTTLS (RFC 3207). Without it nothing is sent.
        case required
        /// No TLS, also for user and password.
        case none
    }

    package let host: String
    package let port: Int
    package let security: Security
    /// `nil` to send without.
    package let credentials: Credentials?

    package struct Credentials: Hashable, Sendable {
        let user: String
        let password: String

        package init(user: String, password: String) { (self.user, self.password) = (user, password) }
    }

    package init(host: String, port: Int, security: Security, credentials: Credentials? = nil) {
        (self.host, self.port, self.security, self.credentials) = (host, port, security, credentials)
    }
}

/// Why a message was not taken. Without addresses, and without what the server wrote: it may have echoed what we sent.
package enum SMTPFailure: Error, Hashable, Sendable, CustomStringConvertible {
    case notConnected(host: String)
    case tls(host: String)
    case timeout(host: String, limit: Duration)
    case disconnected(host: String)
    /// Not a reply of RFC 5321, 4.2.
    case malformed
    case tooLong
    /// TLS is wanted, and the server does not offer it.
    case noSTARTTLS
    /// What came after the reply to STARTTLS, before TLS: perhaps another's (RFC 3207, 6).
    case injected
    /// None of the ways to authenticate is offered.
    case noAuthentication
    /// - Parameters:
    ///   - step: the command that was refused.
    ///   - status: of three digits, and its enhanced form (RFC 3463) where there is one.
    case refused(step: String, code: Int, status: String)

    package var description: String {
        switch self {
        case .notConnected(let host): "no connection to the mail server \(host)"
        case .tls(let host): "no secure connection to \(host): its certificate is not accepted, or it speaks no TLS"
        case .timeout(let host, let limit): "\(host) did not take the message within \(limit.components.seconds) s"
        case .disconnected(let host): "\(host) closed the connection"
        case .malformed: "the server does not speak SMTP"
        case .tooLong: "the server sent a reply that is too long"
        case .noSTARTTLS: "the server does not offer STARTTLS; use ?mode=ssl if it expects TLS at once"
        case .injected: "the server sent data before TLS that would have been read after it"
        case .noAuthentication: "the server offers neither AUTH PLAIN nor AUTH LOGIN"
        case .refused(let step, _, let status): "the server refused \(step): \(status)"
        }
    }
}
