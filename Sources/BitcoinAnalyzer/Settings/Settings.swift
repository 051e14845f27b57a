import API
import Domain
import Exchanges
import FoundationEssentials
import Health
import Logging
import Notifications
import Outbound
import Storage
import Telemetry
import Timeline

/// The settings, validated and typed. Every command and unit resolves them by this code.
struct Settings: Sendable {
    struct PriceSourceChoice: Hashable, Sendable {
        let venue: Venue
        let baseURL: String?

        /// The entry in `PRICE_SOURCES`, without the secrets of its address.
        var shownText: String { venue.rawValue + (baseURL.map { "=" + $0.redactedAddress } ?? "") }
    }

    /// A source of prices without candles that `PRICE_SOURCES` names.
    struct WitnessChoice: Hashable, Sendable {
        let witness: Witness
        let baseURL: String?

        var shownText: String { witness.rawValue + (baseURL.map { "=" + $0.redactedAddress } ?? "") }
    }

    struct Listener: Hashable, Sendable {
        let host: String
        let port: Int
        /// The setting to change when the port is in use.
        let key: SettingKey
    }

    /// Where and how incident notifications are sent.
    struct Notifications: Sendable {
        let targets: [NotificationTarget]
        let secret: String?
        let language: Language
        let reminderInterval: Duration?
        /// `nil` for no daily summary.
        let summary: Summary?
        /// Who sends to browsers; `nil` where Web Push is off.
        let pushSender: PushSender?
        let pushServices: PushServices

        /// Whether a notification may have a receiver: which browsers there are is in the database.
        var mayHaveReceivers: Bool { !targets.isEmpty || pushSender != nil }

        init(_ read: SettingReader) throws(SettingsFailure) {
            targets = try read.notificationTargets()
            secret = read.text(.notifySecret)
            language = try read.choice(.notifyLanguage, of: Language.allCases)
            reminderInterval =
                read.text(.notifyRemind) == nil ? nil : try read.duration(.notifyRemind, atLeast: .minutes(1))
            summary = try read.summary()
            pushSender = try read.pushSender()
            pushServices = try read.pushServices()
        }
    }

    /// When the daily summary is made.
    struct Summary: Sendable {
        let schedule: DailySchedule
        let zone: LocalZone
    }

    let databaseURL: DatabaseURL
    let priceSources: [PriceSourceChoice]
    let witnesses: [WitnessChoice]
    let newsFeeds: [String]
    /// In lower case, with or without a port.
    let privateHosts: Set<String>
    let collectEvery: Duration
    /// Finest first; an hour is always among them.
    let collectIntervals: [Interval]
    let collectTimeout: Duration
    let watchEvery: Duration
    let sourceTimeout: Duration
    let api: Listener
    let web: Listener
    let apiBaseURL: String
    let limits: ServerLimits
    let coinalyzeKey: String?
    let proxies: ProxySettings
    let logLevel: Logger.Level
    let logFormat: LogFormat
    let stateDirectory: String
    let logsDirectory: String
    /// Where collection runs are reported, without a trailing slash.
    let pingURL: String?
    /// `nil` when changes over HTTP are disabled.
    let adminToken: AdminToken?
    /// `nil` for the default: public on loopback, else by token.
    let operations: OperationsPolicy?
    /// Whose pages may read the API; empty for none.
    let corsOrigins: [String]
    /// The address of the euro's reference rate; `nil` for prices in dollars only.
    let eurRateURL: String?
    let notifications: Notifications
    let model: ModelSettings
    /// `nil` when releases are deployed by hand only.
    let updates: UpdateSettings?

    /// The age from which the newest price is stale.
    var priceFreshness: PriceFreshness { PriceFreshness(collectEvery: collectEvery) }
    var freshFor: Duration { priceFreshness.maxAge }

    static let defaultFeeds = [
        "https://news.google.com/rss/search?q=bitcoin&hl=en-US&gl=US&ceid=US:en",
        "https://news.google.com/rss/search?q=bitcoin&hl=fr&gl=FR&ceid=FR:fr",
        "https://www.coindesk.com/arc/outboundfeeds/rss/",
        "https://cointelegraph.com/rss/tag/bitcoin",
        "https://bitcoinmagazine.com/feed",
    ]

    /// - Throws: ``SettingsFailure`` naming the setting, its origin, and what is valid.
    init(_ resolved: ResolvedSettings) throws(SettingsFailure) {
        let read = SettingReader(resolved)
        stateDirectory = read.text(.stateDirectory) ?? Self.defaultStateDirectory()
        logsDirectory = read.text(.logsDirectory) ?? Self.defaultLogsDirectory(state: stateDirectory)
        pingURL = try read.text(.pingURL).map { text throws(SettingsFailure) in try read.address(text, for: .pingURL) }
        adminToken = try read.adminToken()
        operations =
            read.text(.operationsPage) == nil ? nil : try read.choice(.operationsPage, of: OperationsPolicy.allCases)
        corsOrigins = try read.origins(.corsOrigins)
        eurRateURL = try read.text(.eurRateURL).map { text throws(SettingsFailure) in
            try read.address(text, for: .eurRateURL)
        }
        notifications = try Notifications(read)
        proxies = try read.proxies()
        coinalyzeKey = read.text(.coinalyzeKey)
        databaseURL = try read.databaseURL(orFileIn: stateDirectory)
        priceSources = try read.priceSources(hasCoinalyzeKey: coinalyzeKey != nil)
        witnesses = try read.witnesses()
        newsFeeds = try read.list(.newsFeeds).map { text throws(SettingsFailure) in
            try read.address(text, for: .newsFeeds)
        }
        privateHosts = try read.hosts(.privateHosts)
        collectEvery = try read.duration(.collectEvery, atLeast: .seconds(1))
        collectIntervals = try read.intervals(.collectIntervals)
        collectTimeout = try read.duration(.collectTimeout, atLeast: .seconds(1))
        watchEvery = try read.duration(.watchEvery, atLeast: .seconds(1))
        sourceTimeout = try read.duration(.sourceTimeout, atLeast: .seconds(1))
        api = Listener(host: read.text(.apiHost) ?? "127.0.0.1", port: try read.port(.apiPort), key: .apiPort)
        web = Listener(host: read.text(.webHost) ?? "127.0.0.1", port: try read.port(.webPort), key: .webPort)
        apiBaseURL = try read.address(read.text(.apiBaseURL) ?? "", for: .apiBaseURL)
        limits = try ServerLimits(read)
        logLevel = try read.choice(.logLevel, of: Logger.Level.allCases)
        logFormat = try read.choice(.logFormat, of: LogFormat.allCases)
        model = try ModelSettings(read)
        updates = try UpdateSettings(read)
        if api.port != 0, api.port == web.port, api.host == web.host {
            throw SettingsFailure(
                Phrase(
                    "API_PORT and WEB_PORT are both \(api.port)",
                    fr: "API_PORT et WEB_PORT valent tous deux \(api.port)"),
                hint: Phrase(
                    "set them to different ports, or to 0 for free ones",
                    fr: "donnez-leur des ports différents, ou 0 pour des ports libres"),
                at: .init(
                    file: ResolvedSettings.file(ofOrigin: read.origin(.apiPort))
                        ?? ResolvedSettings.file(ofOrigin: read.origin(.webPort))))
        }
    }

    private static func defaultLogsDirectory(state: String) -> String {
        let installed = InstallPaths.logs
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
