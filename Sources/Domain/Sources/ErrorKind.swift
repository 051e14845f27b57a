/// The kind of failure of a source: the list of the contract, also used as labels of metrics.
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
    /// A page that asks for a user and a password, where data should be.
    package static let loginPage = ErrorKind(rawValue: "login_page")
    /// A page that announces maintenance, where data should be.
    package static let maintenance = ErrorKind(rawValue: "maintenance")
    package static let tooLarge = ErrorKind(rawValue: "too_large")
    package static let malformed = ErrorKind(rawValue: "malformed")
    package static let unexpectedShape = ErrorKind(rawValue: "unexpected_shape")
    package static let stale = ErrorKind(rawValue: "stale")
    package static let empty = ErrorKind(rawValue: "empty")
    /// Prices too far from those of the other sources.
    package static let disagrees = ErrorKind(rawValue: "disagrees")
    package static let auth = ErrorKind(rawValue: "auth")
    package static let database = ErrorKind(rawValue: "database")
    package static let disk = ErrorKind(rawValue: "disk")

    package static let known: [ErrorKind] = [
        .dns, .connect, .tls, .timeout, .httpStatus, .blocked, .rateLimited, .challenge, .loginPage,
        .maintenance, .tooLarge, .malformed,
        .unexpectedShape, .stale, .empty, .disagrees, .auth, .database, .disk,
    ]
}

extension ErrorKind {
    /// What happened, in a few words without a full stop.
    package var title: Phrase {
        switch self {
        case .dns: Phrase("name not resolved (DNS)", fr: "nom non résolu (DNS)")
        case .connect: Phrase("connection failed", fr: "échec de la connexion")
        case .tls: Phrase("TLS error", fr: "erreur TLS")
        case .timeout: Phrase("no response in time", fr: "pas de réponse dans le délai imparti")
        case .httpStatus: Phrase("HTTP error", fr: "erreur HTTP")
        case .blocked: Phrase("access refused", fr: "accès refusé")
        case .rateLimited: Phrase("too many requests", fr: "trop de requêtes")
        case .challenge: Phrase("captcha or browser check", fr: "captcha ou contrôle du navigateur")
        case .loginPage: Phrase("login page instead of data", fr: "page de connexion au lieu de données")
        case .maintenance: Phrase("source under maintenance", fr: "source en maintenance")
        case .tooLarge: Phrase("response too large", fr: "réponse trop volumineuse")
        case .malformed: Phrase("unreadable response", fr: "réponse illisible")
        case .unexpectedShape: Phrase("unexpected response format", fr: "format de réponse inattendu")
        case .stale: Phrase("outdated data", fr: "données périmées")
        case .empty: Phrase("no data", fr: "aucune donnée")
        case .disagrees: Phrase("prices apart from the other sources", fr: "cours éloignés des autres sources")
        case .auth: Phrase("authentication failed", fr: "échec de l’authentification")
        case .database: Phrase("database error", fr: "erreur de base de données")
        case .disk: Phrase("disk error", fr: "erreur de disque")
        default: Phrase(verbatim: rawValue)
        }
    }

    /// The default hint, unless the failure has a more specific one (``SourceFailure/hint``).
    package var defaultHint: Phrase {
        switch self {
        case .dns:
            Phrase(
                "check the name in the setting, and that this host can resolve names (getent hosts NAME)",
                fr: "vérifiez le nom dans le réglage, et que cette machine résout les noms (getent hosts NOM)")
        case .connect:
            Phrase(
                "check that this host reaches the address (curl -v ADDRESS): a firewall, or an outage of the source",
                fr:
                    "vérifiez que cette machine atteint l’adresse (curl -v ADRESSE)\u{A0}: un pare-feu, ou une panne de la "
                    + "source")
        case .tls:
            Phrase(
                "check this host’s clock (timedatectl) and its certificates (apt-get install ca-certificates)",
                fr: "vérifiez l’horloge de cette machine (timedatectl) et ses certificats "
                    + "(apt-get install ca-certificates)")
        case .timeout:
            Phrase(
                "nothing to do unless it lasts: the source is asked again by itself",
                fr: "rien à faire à moins que cela ne dure\u{A0}: la source est de nouveau interrogée sans intervention"
            )
        case .httpStatus:
            Phrase(
                "the source responds with an error; nothing to do unless it lasts: it is asked again by itself",
                fr: "la source répond par une erreur\u{A0}; rien à faire à moins que cela ne dure\u{A0}: elle est de "
                    + "nouveau interrogée sans intervention")
        case .blocked:
            Phrase(
                "the source refuses this host or country; put another one first in PRICE_SOURCES or NEWS_FEEDS",
                fr: "la source refuse cette machine ou ce pays\u{A0}; placez-en une autre en tête de PRICE_SOURCES ou "
                    + "NEWS_FEEDS")
        case .rateLimited:
            Phrase(
                "wait until the source accepts requests again; if it keeps refusing them, lengthen COLLECT_EVERY",
                fr:
                    "attendez que la source accepte de nouveau les requêtes\u{A0}; si elle en refuse sans cesse, allongez "
                    + "COLLECT_EVERY")
        case .challenge:
            Phrase(
                "the source only serves browsers; use another feed of the same news",
                fr: "la source ne sert que les navigateurs\u{A0}; utilisez un autre flux des mêmes actualités")
        case .loginPage:
            Phrase(
                "the address asks for a login: open it in a browser, and use one that serves data without a login",
                fr: "l’adresse demande une connexion\u{A0}: ouvrez-la dans un navigateur, et utilisez-en une qui sert "
                    + "les données sans connexion")
        case .maintenance:
            Phrase(
                "the source announces maintenance; nothing to do: it is asked again by itself",
                fr: "la source annonce une maintenance\u{A0}; rien à faire\u{A0}: elle est de nouveau interrogée sans "
                    + "intervention")
        case .tooLarge:
            Phrase(
                "the response is larger than anything expected; check the address in the setting",
                fr: "la réponse dépasse tout ce qui est attendu\u{A0}; vérifiez l’adresse dans le réglage")
        case .malformed:
            Phrase(
                "the response cannot be read; nothing to do unless it lasts: the source is asked again by itself",
                fr: "la réponse est illisible\u{A0}; rien à faire à moins que cela ne dure\u{A0}: la source est de "
                    + "nouveau interrogée sans intervention")
        case .unexpectedShape:
            Phrase(
                "the source may have changed its format; check for a newer version of this program",
                fr: "la source a peut-être changé de format\u{A0}; cherchez une version plus récente de ce programme")
        case .stale:
            Phrase(
                "the source responds with outdated data; any other source is used meanwhile",
                fr: "la source répond par des données périmées\u{A0}; toute autre source prend le relais")
        case .empty:
            Phrase(
                "the source responded without data; any other source is used meanwhile",
                fr: "la source a répondu sans données\u{A0}; toute autre source prend le relais")
        case .disagrees:
            Phrase(
                "compare the source with others; take it out of PRICE_SOURCES if it stays apart",
                fr: "comparez la source à d’autres\u{A0}; retirez-la de PRICE_SOURCES si l’écart persiste")
        case .auth:
            Phrase("check the API key in the settings", fr: "vérifiez la clé d’API dans les réglages")
        case .database:
            Phrase(
                "check DATABASE_URL and the database (bitcoin-analyzer migrate)",
                fr: "vérifiez DATABASE_URL et la base de données (bitcoin-analyzer migrate)")
        case .disk:
            Phrase(
                "free some space, or check the permissions of STATE_DIRECTORY",
                fr: "libérez de l’espace, ou vérifiez les droits de STATE_DIRECTORY")
        default:
            Phrase(
                "written by another version of this program; see its documentation",
                fr: "écrit par une autre version de ce programme\u{A0}; voyez sa documentation")
        }
    }
}
