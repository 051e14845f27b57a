/// The reason that an HTTP request failed. Contains no secret: only host and port of a URL.
package enum OutboundError: Error, Hashable, Sendable {
    case notResolved(host: String)
    /// No connection could be made. `detail` is the system's own text.
    case notConnected(host: String, detail: String)
    /// The connection broke before the response was complete.
    case disconnected(host: String, detail: String)
    case invalidAddress(String)
    /// A host that only a network of the operator has, in an address that somebody else chose.
    case privateAddress(host: String)
    case tls(host: String, TLSProblem)
    /// No complete response within `limit`, where the limit is known.
    case timeout(host: String, limit: Duration?)
    /// A redirect to `target`, a host of the server's choice, that is not followed.
    case redirectRefused(host: String, target: String, RefusedRedirect)
    /// The response violates HTTP.
    case invalidHTTP(host: String, detail: String)
    /// A status other than 2xx and 304. `excerpt` is the beginning of the body, on one printable line.
    case status(Int, excerpt: String = "", retryAfter: Duration? = nil)
    /// A captcha or browser check.
    case captcha(status: Int)
    /// A page that asks for a user and a password.
    case loginPage(status: Int)
    /// A page that announces maintenance.
    case maintenance(status: Int)
    /// Any other HTML page where data was expected.
    case webPage(status: Int)
    /// A body of more than `limit` bytes.
    case tooLarge(limit: Int)

    package enum RefusedRedirect: Hashable, Sendable {
        /// The target is not on the public internet.
        case privateAddress
        /// From https to http.
        case insecure
        /// To where the request has been.
        case circle
        case tooMany(limit: Int)
        /// To something that is no http address.
        case noAddress
    }
}

extension OutboundError {
    package var kind: ErrorKind {
        switch self {
        case .notResolved: .dns
        case .notConnected, .disconnected, .invalidAddress, .privateAddress: .connect
        case .tls: .tls
        case .timeout: .timeout
        case .invalidHTTP, .webPage, .redirectRefused: .malformed
        case .status(401, _, _): .auth
        case .status(403, _, _), .status(451, _, _): .blocked
        case .status(418, _, _), .status(429, _, _): .rateLimited
        case .status: .httpStatus
        case .captcha: .challenge
        case .loginPage: .loginPage
        case .maintenance: .maintenance
        case .tooLarge: .tooLarge
        }
    }

    /// The delay requested by the server (`Retry-After`, RFC 9110, 10.2.3).
    package var retryAfter: Duration? {
        if case .status(_, _, let wait) = self { wait } else { nil }
    }

    /// Whether a retry may succeed. Whether a retry is allowed depends on the request.
    package var isTransient: Bool {
        switch self {
        case .notResolved, .notConnected, .disconnected, .timeout, .invalidHTTP: true
        case .status(418, _, let wait), .status(429, _, let wait): wait != nil
        case .status(let code, _, _): (500..<600).contains(code)
        case .tls(_, .handshakeTimeout): true
        case .invalidAddress, .privateAddress, .tls, .captcha, .loginPage, .maintenance, .webPage, .tooLarge,
            .redirectRefused:
            false
        }
    }

    /// What happened, without a full stop. Untrusted text is quoted; English texts of the system are omitted in French.
    package var message: Phrase {
        switch self {
        case .notResolved(let host):
            Phrase("the name \(host) cannot be resolved", fr: "le nom \(host) ne peut pas être résolu")
        case .notConnected(let host, let detail):
            Phrase("cannot connect to \(host): \(detail)", fr: "connexion à \(host) impossible")
        case .disconnected(let host, let detail):
            Phrase("the connection to \(host) was lost: \(detail)", fr: "la connexion à \(host) a été coupée")
        case .invalidAddress(let text):
            Phrase("'\(text)' is not a valid address", fr: "«\u{A0}\(text)\u{A0}» n’est pas une adresse valide")
        case .privateAddress(let host):
            Phrase("\(host) is not on the public internet", fr: "\(host) n’est pas sur l’Internet public")
        case .tls(let host, let problem):
            Phrase("no secure connection to \(host): ", fr: "pas de connexion sécurisée avec \(host)\u{A0}: ")
                + problem.phrase
        case .redirectRefused(let host, let target, .privateAddress):
            Phrase(
                "\(host) redirects to \(target), which is not on the public internet",
                fr: "\(host) redirige vers \(target), qui n’est pas sur l’Internet public")
        case .redirectRefused(let host, let target, .insecure):
            Phrase(
                "\(host) redirects from https to http (\(target))",
                fr: "\(host) redirige de https vers http (\(target))")
        case .redirectRefused(let host, _, .circle):
            Phrase("\(host) redirects in a circle", fr: "\(host) redirige en boucle")
        case .redirectRefused(let host, _, .tooMany(let limit)):
            Phrase("\(host) redirects more than \(limit) times", fr: "\(host) redirige plus de \(limit) fois")
        case .redirectRefused(let host, _, .noAddress):
            Phrase(
                "\(host) redirects to something that is not an http address",
                fr: "\(host) redirige vers ce qui n’est pas une adresse http")
        case .timeout(let host, let limit?):
            Phrase("\(host): no response within ", fr: "\(host)\u{A0}: pas de réponse en ") + limit.phrase
        case .timeout(let host, nil):
            Phrase("\(host): no response in time", fr: "\(host)\u{A0}: pas de réponse dans le délai imparti")
        case .invalidHTTP(let host, let detail):
            Phrase("invalid HTTP response from \(host): \(detail)", fr: "réponse HTTP invalide de \(host)")
        case .status(let code, let excerpt, let wait):
            Self.message(ofStatus: code, excerpt, wait)
        case .captcha(let status):
            Phrase(
                "HTTP \(status) with a captcha or browser check",
                fr: "HTTP \(status) avec un captcha ou un contrôle du navigateur")
        case .loginPage(let status):
            Phrase(
                "HTTP \(status) with a login page instead of data",
                fr: "HTTP \(status), page de connexion au lieu de données")
        case .maintenance(let status):
            Phrase(
                "HTTP \(status) with a maintenance page instead of data",
                fr: "HTTP \(status), page de maintenance au lieu de données")
        case .webPage(let status):
            Phrase("HTTP \(status) with a web page instead of data", fr: "HTTP \(status), page web au lieu de données")
        case .tooLarge(let limit):
            Phrase("response of more than ", fr: "réponse de plus de ") + .bytes(limit)
        }
    }

    private static func message(ofStatus code: Int, _ excerpt: String, _ wait: Duration?) -> Phrase {
        var message = Phrase(verbatim: "HTTP \(code)")
        switch code {
        case 401: message = message + Phrase(", API key missing or wrong", fr: ", clé d’API absente ou erronée")
        case 403, 451, 418, 429:
            message = message + Phrase(verbatim: ", ") + OutboundError.status(code).kind.title
        default: break
        }
        if let wait { message = message + Phrase(", retry after ", fr: ", réessayer après ") + wait.phrase }
        return excerpt.isEmpty
            ? message : message + Phrase(": \(excerpt.quotation)", fr: "\u{A0}: \(excerpt.quotation)")
    }

    private static let pageHint = Phrase(
        "the address leads to a web page: open it in a browser, and correct it in the setting if it has moved",
        fr:
            "l’adresse mène à une page web\u{A0}: ouvrez-la dans un navigateur, et corrigez-la dans le réglage si elle a "
            + "changé")

    /// What to do about it.
    package var hint: Phrase {
        switch self {
        case .invalidAddress:
            Phrase("check the address in the setting", fr: "vérifiez l’adresse dans le réglage")
        case .tls(_, let problem): problem.hint ?? kind.defaultHint
        case .redirectRefused(_, let target, .privateAddress):
            Phrase(
                "if this server is yours, add it to PRIVATE_HOSTS: PRIVATE_HOSTS=\(target); else use another source",
                fr:
                    "si ce serveur est le vôtre, ajoutez-le à PRIVATE_HOSTS\u{A0}: PRIVATE_HOSTS=\(target)\u{A0}; sinon, "
                    + "utilisez une autre source")
        case .redirectRefused(_, _, .insecure):
            Phrase(
                "use an address of the source that stays with https, or another source",
                fr: "utilisez une adresse de la source qui reste en https, ou une autre source")
        case .redirectRefused, .status(404, _, _), .status(410, _, _):
            Phrase(
                "nothing is served at this address: look on the publisher’s site for the one in use, and correct the "
                    + "setting",
                fr: "rien n’est servi à cette adresse\u{A0}: cherchez celle en usage sur le site de l’éditeur, et "
                    + "corrigez le réglage")
        case .webPage: Self.pageHint
        default: kind.defaultHint
        }
    }
}

extension OutboundError: CustomStringConvertible {
    package var description: String { message.english }
}
