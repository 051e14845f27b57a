package import Domain

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

    package var description: String { message.english }

    package var message: Phrase {
        switch self {
        case .notConnected(let host):
            Phrase(
                "no connection to the mail server \(host)", fr: "pas de connexion au serveur de messagerie \(host)")
        case .tls(let host):
            Phrase(
                "no secure connection to \(host): its certificate is not accepted, or it speaks no TLS",
                fr:
                    "pas de connexion sécurisée à \(host)\u{A0}: son certificat n’est pas accepté, ou il ne gère pas TLS"
            )
        case .timeout(let host, let limit):
            Phrase(
                "\(host) did not take the message within \(limit.components.seconds) s",
                fr: "\(host) n’a pas accepté le message en \(limit.components.seconds)\u{A0}s")
        case .disconnected(let host):
            Phrase("\(host) closed the connection", fr: "\(host) a fermé la connexion")
        case .malformed: Phrase("the server does not speak SMTP", fr: "le serveur ne parle pas SMTP")
        case .tooLong:
            Phrase("the server sent a reply that is too long", fr: "la réponse du serveur est trop longue")
        case .noSTARTTLS:
            Phrase(
                "the server does not offer STARTTLS; use ?mode=ssl if it expects TLS at once",
                fr: "le serveur ne propose pas STARTTLS\u{A0}; utilisez mode=ssl s’il attend TLS dès la connexion")
        case .injected:
            Phrase(
                "the server sent data before TLS that would have been read after it",
                fr: "le serveur a envoyé avant TLS des données qui auraient été lues après")
        case .noAuthentication:
            Phrase(
                "the server offers neither AUTH PLAIN nor AUTH LOGIN",
                fr: "le serveur ne propose ni AUTH PLAIN ni AUTH LOGIN")
        case .refused(let step, _, let status):
            Phrase(
                "the server refused \(step): \(status)",
                fr: "le serveur a refusé \(Self.french(step))\u{A0}: \(status)")
        }
    }

    /// What to do; empty where that is not known.
    package var hint: Phrase {
        switch self {
        case .notConnected, .timeout, .disconnected, .malformed:
            Phrase(
                "check the server and its port in NOTIFY, and the firewall",
                fr: "vérifiez le serveur et son port dans NOTIFY, et le pare-feu")
        case .tls:
            Phrase(
                "make this machine trust the issuer of its certificate (update-ca-certificates), use the name that the "
                    + "certificate is for, and write mode=ssl or mode=starttls as the server expects",
                fr: "faites accepter par cette machine l’émetteur de son certificat (update-ca-certificates), utilisez "
                    + "le nom que porte le certificat, et écrivez mode=ssl ou mode=starttls selon le serveur")
        case .refused(_, let code, _) where (530...538).contains(code):
            Phrase(
                "check user and password in NOTIFY: many providers want a password made for applications",
                fr:
                    "vérifiez l’utilisateur et le mot de passe dans NOTIFY\u{A0}: beaucoup de fournisseurs demandent un "
                    + "mot de passe d’application")
        case .refused(_, let code, _) where (550...553).contains(code):
            Phrase(
                "check from= and to= in NOTIFY: the server must accept both addresses",
                fr: "vérifiez from= et to= dans NOTIFY\u{A0}: le serveur doit accepter les deux adresses")
        case .refused, .noSTARTTLS, .noAuthentication, .tooLong, .injected: .empty
        }
    }

    /// The step of a refusal.
    private static func french(_ step: String) -> String {
        switch step {
        case "the connection": return "la connexion"
        case "user and password": return "l’utilisateur et le mot de passe"
        case "the sender": return "l’expéditeur"
        case "the message": return "le message"
        default:
            guard step.hasPrefix("recipient ") else { return step }
            return step.replacing("recipient ", with: "le destinataire ").replacing(" of ", with: " sur ")
        }
    }
}
