import API
import Domain
import Exchanges
import FoundationEssentials
import Incidents
import Logging
import Storage
import Telemetry

/// The settings, each checked and of its own type. Made once, at the start of every command, by the same code for all.
struct Settings: Sendable {
    struct PriceSourceChoice: Hashable, Sendable {
        let venue: Venue
        let baseURL: String?

        /// As `PRICE_SOURCES` has it.
        var text: String { venue.rawValue + (baseURL.map { "=" + $0 } ?? "") }
    }

    struct Listener: Hashable, Sendable {
        let host: String
        let port: Int
        /// The setting to change when the port cannot be had.
        let key: SettingKey
    }

    /// Where incidents are announced, and how.
    struct Notifications: Sendable {
        let targets: [NotificationTarget]
        let secret: String?
        let language: Language
        let reminderInterval: Duration?

        init(_ read: SettingReader) throws(SettingsFailure) {
            targets = try read.notificationTargets()
            secret = read.text(.notifySecret)
            language = try read.choice(.notifyLanguage, of: Language.allCases)
            reminderInterval =
                read.text(.notifyRemind) == nil ? nil : try read.duration(.notifyRemind, atLeast: .minutes(1))
        }
    }

    let databaseURL: DatabaseURL
    let priceSources: [PriceSourceChoice]
    let newsFeeds: [String]
    let collectEvery: Duration
    let collectTimeout: Duration
    let watchEvery: Duration
    let sourceTimeout: Duration
    let api: Listener
    let web: Listener
    let apiBaseURL: String
    let coinalyzeKey: String?
    let logLevel: Logger.Level
    let logFormat: LogFormat
    let stateDirectory: String
    let logsDirectory: String
    /// Where collections are announced, without a slash at its end.
    let pingURL: String?
    /// `nil` where nobody may change anything over HTTP.
    let adminToken: AdminToken?
    let notifications: Notifications

    /// When the newest price counts as stale.
    var priceFreshness: PriceFreshness { PriceFreshness(collectEvery: collectEvery) }
    var freshFor: Duration { priceFreshness.maxAge }

    static let defaultFeeds = [
        "https://news.google.com/rss/search?q=bitcoin&hl=en-US&gl=US&ceid=US:en",
        "https://news.google.com/rss/search?q=bitcoin&hl=fr&gl=FR&ceid=FR:fr",
        "https://www.coindesk.com/arc/outboundfeeds/rss/",
        "https://cointelegraph.com/rss/tag/bitcoin",
        "https://bitcoinmagazine.com/feed",
    ]

    /// - Throws: ``SettingsFailure`` naming the setting, where it stands, what is wrong and what would be right.
    init(_ resolved: ResolvedSettings) throws(SettingsFailure) {
        let read = SettingReader(resolved)
        stateDirectory = read.text(.stateDirectory) ?? Self.defaultStateDirectory()
        logsDirectory = read.text(.logsDirectory) ?? Self.defaultLogsDirectory(state: stateDirectory)
        pingURL = try read.text(.pingURL).map { text throws(SettingsFailure) in try read.address(text, for: .pingURL) }
        adminToken = try read.adminToken()
        notifications = try Notifications(read)
        coinalyzeKey = read.text(.coinalyzeKey)
        databaseURL = try read.databaseURL(orFileIn: stateDirectory)
        priceSources = try read.priceSources(hasCoinalyzeKey: coinalyzeKey != nil)
        newsFeeds = try read.list(.newsFeeds).map { text throws(SettingsFailure) in
            try read.address(text, for: .newsFeeds)
        }
        collectEvery = try read.duration(.collectEvery, atLeast: .seconds(1))
        collectTimeout = try read.duration(.collectTimeout, atLeast: .seconds(1))
        watchEvery = try read.duration(.watchEvery, atLeast: .seconds(1))
        sourceTimeout = try read.duration(.sourceTimeout, atLeast: .seconds(1))
        api = Listener(host: read.text(.apiHost) ?? "127.0.0.1", port: try read.port(.apiPort), key: .apiPort)
        web = Listener(host: read.text(.webHost) ?? "127.0.0.1", port: try read.port(.webPort), key: .webPort)
        apiBaseURL = try read.address(read.text(.apiBaseURL) ?? "", for: .apiBaseURL)
        logLevel = try read.choice(.logLevel, of: Logger.Level.allCases)
        logFormat = try read.choice(.logFormat, of: LogFormat.allCases)
        if let provider = read.text(.aiProvider), provider != "embedded" {
            throw SettingsFailure(
                "AI_PROVIDER (\(read.origin(.aiProvider))) is '\(provider)'",
                hint: "this version has the embedded analyst only: AI_PROVIDER=embedded")
        }
        if api.port != 0, api.port == web.port, api.host == web.host {
            throw SettingsFailure(
                "API_PORT and WEB_PORT are both \(api.port)", hint: "give each a port of its own, or 0 for a free one")
        }
    }

    private static func defaultLogsDirectory(state: String) -> String {
        let installed = "/var/log/bitcoin-analyzer"
        return FileManager.default.fileExists(atPath: installed) ? installed : state + "/logs"
    }

    static func defaultStateDirectory() -> String {
        let environment = ProcessInfo.processInfo.environment
        let base =
            environment["XDG_STATE_HOME"].flatMap { $0.hasPrefix("/") ? $0 : nil }
            ?? (environment["HOME"] ?? "/var/lib") + "/.local/state"
        return base + "/bitcoin-analyzer"
    }
}
