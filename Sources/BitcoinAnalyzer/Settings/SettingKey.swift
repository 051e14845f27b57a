import Domain

/// Every setting there is: its name in the environment and in files, what it is when nobody says, and what it means.
enum SettingKey: String, CaseIterable, Sendable {
    case databaseURL = "DATABASE_URL"
    case priceSources = "PRICE_SOURCES"
    case newsFeeds = "NEWS_FEEDS"
    case collectEvery = "COLLECT_EVERY"
    case collectTimeout = "COLLECT_TIMEOUT"
    case watchEvery = "WATCH_EVERY"
    case sourceTimeout = "SOURCE_TIMEOUT"
    case apiHost = "API_HOST"
    case apiPort = "API_PORT"
    case webHost = "WEB_HOST"
    case webPort = "WEB_PORT"
    case apiBaseURL = "API_BASE_URL"
    case aiProvider = "AI_PROVIDER"
    case pingURL = "PING_URL"
    case notify = "NOTIFY"
    case notifySecret = "NOTIFY_SECRET"
    case notifyLanguage = "NOTIFY_LANGUAGE"
    case notifyRemind = "NOTIFY_REMIND"
    case adminToken = "ADMIN_TOKEN"
    case coinalyzeKey = "COINALYZE_API_KEY"
    case logLevel = "LOG_LEVEL"
    case logFormat = "LOG_FORMAT"
    case stateDirectory = "STATE_DIRECTORY"
    case logsDirectory = "LOGS_DIRECTORY"

    /// Other names that are understood too, because earlier versions or other programs use them.
    var aliases: [String] {
        self == .coinalyzeKey ? ["COINALYZE_API"] : []
    }

    /// Never shown, and may be given as the path of a file in `…_FILE`. `DATABASE_URL` may hold a password; whoever knows `PING_URL` can ping.
    var isSecret: Bool {
        self == .coinalyzeKey || self == .databaseURL || self == .pingURL || self == .adminToken || self == .notify
            || self == .notifySecret
    }

    /// `nil` where there is none, or where it depends on the machine.
    var defaultValue: String? {
        switch self {
        case .databaseURL, .coinalyzeKey, .priceSources, .stateDirectory, .logsDirectory, .pingURL, .adminToken,
            .notify, .notifySecret, .notifyRemind:
            nil
        case .newsFeeds: Settings.defaultFeeds.joined(separator: ",")
        case .collectEvery: "1h"
        case .collectTimeout: "10m"
        case .watchEvery: "15s"
        case .sourceTimeout: "15s"
        case .apiHost, .webHost: "127.0.0.1"
        case .apiPort: "8001"
        case .webPort: "8000"
        case .apiBaseURL: "http://127.0.0.1:8001"
        case .aiProvider: "embedded"
        case .notifyLanguage: "en"
        case .logLevel: "info"
        case .logFormat: "auto"
        }
    }

    var meaning: String {
        switch self {
        case .databaseURL:
            "the database: sqlite:///absolute/path.db or postgresql://user:password@host:5432/name; a file in STATE_DIRECTORY when unset"
        case .priceSources:
            "exchanges in the order they are asked, each NAME or NAME=BASE_URL; \(Venue.defaultOrder(withKey: false).map(\.rawValue).joined(separator: ",")) when unset, coinalyze first when its key is set"
        case .newsFeeds: "addresses of RSS or Atom feeds, separated by commas"
        case .collectEvery: "how often serve collects: 90s, 15m, 1h, 1d"
        case .collectTimeout: "how long one collection pass may take before it is ended and begun anew later: 5m, 30m"
        case .watchEvery: "how often the service looks whether something is wrong: 15s, 1m"
        case .sourceTimeout: "how long one request to a source may take: 5s, 1m"
        case .apiHost: "address the API listens on"
        case .apiPort: "port the API listens on; 0 picks a free one"
        case .webHost: "address the dashboard listens on"
        case .webPort: "port the dashboard listens on; 0 picks a free one"
        case .apiBaseURL: "where web finds the API"
        case .aiProvider: "who writes the analysis: embedded"
        case .notify:
            "where incidents are announced, separated by commas: https://host/path (a signed JSON POST), ntfy://host/topic"
        case .notifySecret: "signs what is posted to a webhook, as standardwebhooks.com says: whsec_BASE64, or any text"
        case .notifyLanguage: "language of what ntfy shows: en or fr"
        case .notifyRemind: "how often an open incident is announced again: 6h, 1d; never when unset"
        case .pingURL:
            "address of a check at healthchecks.io or alike, told of every collection run: ADDRESS/start, then ADDRESS or ADDRESS/fail"
        case .adminToken:
            "what whoever changes something over HTTP has to show, as in Authorization: Bearer TOKEN; 16 characters at least; nobody can when unset"
        case .coinalyzeKey: "key for coinalyze.net"
        case .logLevel: "trace, debug, info, notice, warning, error or critical"
        case .logFormat: "auto, text, json or journald"
        case .stateDirectory:
            "where the service keeps its own files; as systemd sets it, else $XDG_STATE_HOME/bitcoin-analyzer"
        case .logsDirectory:
            "where cron.log and other logs of ours are; as systemd sets it, else /var/log/bitcoin-analyzer where that is, else logs in STATE_DIRECTORY"
        }
    }
}
