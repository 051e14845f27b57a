/// Why a source gave nothing, and what to do next.
package struct SourceFailure: Error, Hashable, Sendable {
    package let kind: ErrorKind
    package let source: SourceName
    /// What happened, with the numbers: "answered 403 with a captcha page". Never holds a secret.
    package let message: String
    /// What the operator can do about it.
    package let hint: String
    /// How long the source asked to be left alone.
    package let retryAfter: Duration?

    package init(
        _ kind: ErrorKind, source: SourceName, _ message: String, hint: String? = nil, retryAfter: Duration? = nil
    ) {
        self.kind = kind
        self.source = source
        self.message = message
        self.hint = hint ?? kind.defaultHint
        self.retryAfter = retryAfter
    }
}

/// What can go wrong with a source: the contract's list, also the labels of metrics.
package struct ErrorKind: OpenEnum {
    package let rawValue: String
    package init(rawValue: String) { self.rawValue = rawValue }

    package static let dns = ErrorKind(rawValue: "dns")
    package static let connect = ErrorKind(rawValue: "connect")
    package static let tls = ErrorKind(rawValue: "tls")
    package static let timeout = ErrorKind(rawValue: "timeout")
    package static let httpStatus = ErrorKind(rawValue: "http_status")
    package static let blocked = ErrorKind(rawValue: "blocked")
    package static let rateLimited = ErrorKind(rawValue: "rate_limited")
    package static let challenge = ErrorKind(rawValue: "challenge")
    package static let tooLarge = ErrorKind(rawValue: "too_large")
    package static let malformed = ErrorKind(rawValue: "malformed")
    package static let unexpectedShape = ErrorKind(rawValue: "unexpected_shape")
    package static let stale = ErrorKind(rawValue: "stale")
    package static let empty = ErrorKind(rawValue: "empty")
    package static let auth = ErrorKind(rawValue: "auth")
    package static let database = ErrorKind(rawValue: "database")
    package static let disk = ErrorKind(rawValue: "disk")

    package static let known: [ErrorKind] = [
        .dns, .connect, .tls, .timeout, .httpStatus, .blocked, .rateLimited, .challenge, .tooLarge, .malformed,
        .unexpectedShape, .stale, .empty, .auth, .database, .disk,
    ]

    /// What usually helps; a failure that knows better says so itself.
    package var defaultHint: String {
        switch self {
        case .dns: "check the name in the setting, and that this host can resolve names (getent hosts NAME)"
        case .connect:
            "check that this host reaches the address (curl -v ADDRESS); a firewall or an outage of the source"
        case .tls: "check this host's clock (timedatectl) and its certificates (apt-get install ca-certificates)"
        case .timeout: "nothing to do if it happens once; the next pass asks again"
        case .httpStatus: "the source answers with an error; the next pass asks again, other sources serve meanwhile"
        case .blocked: "the source refuses this host or country; put another one first in PRICE_SOURCES or NEWS_FEEDS"
        case .rateLimited: "asked too often; lengthen COLLECT_EVERY, or wait until it serves again"
        case .challenge: "the source wants a human in front of a browser; use another feed of the same news"
        case .tooLarge: "the answer is larger than anything expected; check the address in the setting"
        case .malformed: "the answer cannot be read; the next pass asks again, other sources serve meanwhile"
        case .unexpectedShape: "the source may have changed its format; look for a newer version of this program"
        case .stale: "the source answers with old data; other sources serve meanwhile"
        case .empty: "the source answered with nothing; other sources serve meanwhile"
        case .auth: "check the API key in the settings"
        case .database: "check DATABASE_URL and the database (bitcoin-analyzer migrate)"
        case .disk: "free some space or check the permissions of STATE_DIRECTORY"
        default: "recorded by another version of this program; look for its documentation"
        }
    }
}
