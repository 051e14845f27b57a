import Domain

/// A setting: its name in the environment and in files, its default and its meaning.
enum SettingKey: String, CaseIterable, Sendable {
    case databaseURL = "DATABASE_URL"
    case priceSources = "PRICE_SOURCES"
    case newsFeeds = "NEWS_FEEDS"
    case privateHosts = "PRIVATE_HOSTS"
    case collectEvery = "COLLECT_EVERY"
    case collectIntervals = "COLLECT_INTERVALS"
    case collectTimeout = "COLLECT_TIMEOUT"
    case watchEvery = "WATCH_EVERY"
    case sourceTimeout = "SOURCE_TIMEOUT"
    case apiHost = "API_HOST"
    case apiPort = "API_PORT"
    case webHost = "WEB_HOST"
    case webPort = "WEB_PORT"
    case apiBaseURL = "API_BASE_URL"
    case maxConnections = "MAX_CONNECTIONS"
    case maxConnectionsPerClient = "MAX_CONNECTIONS_PER_CLIENT"
    case maxEventStreams = "MAX_EVENT_STREAMS"
    case rateLimit = "RATE_LIMIT"
    case trustedProxies = "TRUSTED_PROXIES"
    case maxHeaderSize = "MAX_HEADER_SIZE"
    case maxHeaders = "MAX_HEADERS"
    case maxBodySize = "MAX_BODY_SIZE"
    case requestTimeout = "REQUEST_TIMEOUT"
    case idleTimeout = "IDLE_TIMEOUT"
    case aiProvider = "AI_PROVIDER"
    case aiBaseURL = "AI_BASE_URL"
    case aiModel = "AI_MODEL"
    case aiKey = "AI_API_KEY"
    case aiDailyBudget = "AI_DAILY_BUDGET"
    case pingURL = "PING_URL"
    case notify = "NOTIFY"
    case notifySecret = "NOTIFY_SECRET"
    case notifyLanguage = "NOTIFY_LANGUAGE"
    case notifyRemind = "NOTIFY_REMIND"
    case vapidPrivateKey = "VAPID_PRIVATE_KEY"
    case vapidSubject = "VAPID_SUBJECT"
    case pushServices = "PUSH_SERVICES"
    case dailySummary = "DAILY_SUMMARY"
    case dailySummaryZone = "DAILY_SUMMARY_ZONE"
    case httpProxy = "http_proxy"
    case httpsProxy = "https_proxy"
    case noProxy = "no_proxy"
    case adminToken = "ADMIN_TOKEN"
    case operationsPage = "OPERATIONS_PAGE"
    case corsOrigins = "CORS_ORIGINS"
    case eurRateURL = "EUR_RATE_URL"
    case coinalyzeKey = "COINALYZE_API_KEY"
    case updateFrom = "UPDATE_FROM"
    case updateWindow = "UPDATE_WINDOW"
    case logLevel = "LOG_LEVEL"
    case logFormat = "LOG_FORMAT"
    case stateDirectory = "STATE_DIRECTORY"
    case logsDirectory = "LOGS_DIRECTORY"

    /// Alternative names, accepted because earlier versions or other programs use them.
    var aliases: [String] {
        switch self {
        case .coinalyzeKey: ["COINALYZE_API"]
        case .aiKey: ["GEMINI_API_KEY"]
        case .httpProxy: ["HTTP_PROXY"]
        case .httpsProxy: ["HTTPS_PROXY"]
        case .noProxy: ["NO_PROXY"]
        default: []
        }
    }

    /// Every name under which it may be set.
    var names: [String] {
        let own = [rawValue] + aliases
        return isSecret ? own + own.map { $0 + "_FILE" } : own
    }

    /// Whether the value is never shown, and may be given as the path of a file in `…_FILE`. `DATABASE_URL` and
    /// the address of a proxy may hold a password; anyone who knows `PING_URL` can send pings.
    var isSecret: Bool {
        switch self {
        case .coinalyzeKey, .aiKey, .databaseURL, .pingURL, .adminToken, .notify, .notifySecret,
            .vapidPrivateKey, .httpProxy, .httpsProxy:
            true
        default: false
        }
    }

    /// A text of this setting as it may be shown, logged and stored; `nil` where nothing of it may be.
    ///
    /// Any setting may hold an address, and any address a password, also where that is a mistake.
    func shown(_ text: String) -> String? {
        switch self {
        // What is no address may be a password that was pasted, or libpq's `password=…`.
        case .databaseURL, .httpProxy, .httpsProxy: return text.contains("://") ? text.redactedAddress : nil
        case let key where key.isSecret: return nil
        // What stands before its @ is a name.
        case .vapidSubject where text.hasPrefix("mailto:"): return text
        default:
            return text.split(separator: ",", omittingEmptySubsequences: false).map { entry in
                guard entry.contains("://") || entry.prefix(while: { $0 != "/" }).contains("@") else {
                    return String(entry)
                }
                // `kraken=https://…`
                guard let equals = entry.firstIndex(of: "="), entry[..<equals].allSatisfy(\.isLetter) else {
                    return entry.redactedAddress
                }
                return entry[...equals] + entry[entry.index(after: equals)...].redactedAddress
            }.joined(separator: ",")
        }
    }

    /// `nil` when there is none, or when it depends on the machine or on other settings.
    var defaultValue: String? {
        switch self {
        case .databaseURL, .coinalyzeKey, .priceSources, .stateDirectory, .logsDirectory, .pingURL, .adminToken,
            .operationsPage, .corsOrigins, .eurRateURL, .notify, .notifySecret, .notifyRemind, .vapidPrivateKey,
            .vapidSubject, .dailySummary, .privateHosts,
            .httpProxy, .httpsProxy, .noProxy, .aiBaseURL, .aiModel, .aiKey, .updateFrom, .updateWindow:
            nil
        case .newsFeeds: Settings.defaultFeeds.joined(separator: ",")
        case .collectEvery: "1h"
        case .collectIntervals: "1h"
        case .collectTimeout: "10m"
        case .watchEvery: "15s"
        case .sourceTimeout: "15s"
        case .apiHost, .webHost: "127.0.0.1"
        case .apiPort: "8001"
        case .webPort: "8000"
        case .apiBaseURL: "http://127.0.0.1:8001"
        case .maxConnections: "8192"
        case .maxConnectionsPerClient: "64"
        case .maxEventStreams: "4096"
        case .rateLimit: "50"
        case .trustedProxies: "127.0.0.0/8,::1"
        case .maxHeaderSize: "16384"
        case .maxHeaders: "100"
        case .maxBodySize: "65536"
        case .requestTimeout: "10s"
        case .idleTimeout: "75s"
        case .aiProvider: "embedded"
        case .aiDailyBudget: "1.00"
        case .notifyLanguage: "en"
        case .pushServices: PushServices.usual.joined(separator: ",")
        case .dailySummaryZone: "UTC"
        case .logLevel: "info"
        case .logFormat: "auto"
        }
    }
}
