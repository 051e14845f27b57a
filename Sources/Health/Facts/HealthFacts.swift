package import Domain
package import OperatingSystem

/// The input of all checks, gathered beforehand, so that the checks are pure.
package struct HealthFacts: Sendable {
    package var now: Timestamp
    /// The name of this host.
    package var host = ""
    package var settings: SettingsFacts
    /// The settings as each installed unit resolves them in its own environment.
    package var unitSettings: [String: SettingsFacts] = [:]
    /// How this shell's settings differ from those of the service, which are checked; `nil` where a command checks its
    /// own settings.
    package var shellSettings: ShellSettings?
    /// What the installed file says now, and did not while the service last worked.
    package var settingChanges: [SettingChange] = []
    /// The last run of this host, as its marker says: known also while the database cannot be read.
    package var lastRun: RunMarker?
    package var database: DatabaseFacts
    /// Units of this program that systemd knows, by name.
    package var units: ProbeResult<[String: UnitState]>
    package var cron: CronFacts
    /// Processes of the service that recorded themselves in the state directory.
    package var processes: [ServiceProcessFacts] = []
    /// The unit that the process belongs to which gathered the facts; `nil` outside of any service.
    package var ownUnit: String?
    /// What the service's user cannot read or run, and why; asked only while a unit fails.
    package var barriers: [PathBarrier] = []
    /// Addresses of the settings that no interface of this host has.
    package var foreignHosts: Set<String> = []
    /// The files that the command of the collection's unit names, by their paths.
    package var collectFiles: [String: ExecutableFacts] = [:]
    package var ports: [PortFacts] = []
    package var folders: [FolderFacts] = []
    /// Of the processes of the service that can be seen.
    package var descriptors: [DescriptorFacts] = []
    package var clock: ClockFacts
    /// What this host reaches; asked only when sources fail in a way that they may share.
    package var network: NetworkFacts?
    /// The result of requesting each source now; `nil` without requests.
    package var live: [SourceProbe]?
    /// Incidents that are open: recorded in the database, or waiting for it.
    package var openIncidents: [Incident] = []

    package init(
        now: Timestamp, settings: SettingsFacts, database: DatabaseFacts, units: ProbeResult<[String: UnitState]>,
        cron: CronFacts, clock: ClockFacts
    ) {
        self.now = now
        self.settings = settings
        self.database = database
        self.units = units
        self.cron = cron
        self.clock = clock
    }
}

/// The settings as a command resolves them, or why it cannot.
package enum SettingsFacts: Hashable, Sendable {
    case resolved(Resolved)
    case refused(message: Phrase, hint: Phrase, at: Place = Place())

    /// What is to blame for settings that cannot be used, as far as it is one place.
    package struct Place: Hashable, Sendable {
        package let file: String?
        /// From 1; `nil` where the file as a whole is to blame, or a value.
        package let line: Int?
        package let name: String?

        package init(file: String? = nil, line: Int? = nil, name: String? = nil) {
            self.file = file
            self.line = line
            self.name = name
        }
    }

    package struct Resolved: Hashable, Sendable {
        package let database: DatabaseIdentity
        /// Where `DATABASE_URL` was read.
        package let databaseOrigin: String
        /// The database's file, where it is one.
        package let databaseFile: String?
        /// The `sslmode` of a connection over a network that does not verify the server.
        package let weakEncryption: String?
        package let api: Listen
        package let web: Listen
        package let apiBaseURL: String
        package let collectEvery: Duration
        /// How old a price may be.
        package let freshFor: Duration
        package let stateDirectory: String
        package let logsDirectory: String
        /// How long a collection run may take: `COLLECT_TIMEOUT`.
        package let runLimit: Duration
        /// The sources of `PRICE_SOURCES` and `NEWS_FEEDS`; empty where they are unknown.
        package var sources: Set<SourceName> = []
        /// The language model that the settings ask for; `nil` for the embedded analyst.
        package var languageModel: String?
        /// Where notifications go.
        package var receivers: [NoticeReceiver] = []
        /// Whether notifications also go to the browsers that are registered in the database.
        package var notifiesBrowsers = false
        /// Names that are set and ignored.
        package var warnings: [Phrase] = []
        /// Settings files whose lines end in CR LF.
        package var windowsFiles: [String] = []

        package init(
            database: DatabaseIdentity, databaseOrigin: String, databaseFile: String?, weakEncryption: String? = nil,
            api: Listen, web: Listen, apiBaseURL: String, collectEvery: Duration,
            freshFor: Duration, stateDirectory: String, logsDirectory: String, runLimit: Duration = .minutes(10)
        ) {
            self.database = database
            self.databaseOrigin = databaseOrigin
            self.databaseFile = databaseFile
            self.weakEncryption = weakEncryption
            self.api = api
            self.web = web
            self.apiBaseURL = apiBaseURL
            self.collectEvery = collectEvery
            self.freshFor = freshFor
            self.stateDirectory = stateDirectory
            self.logsDirectory = logsDirectory
            self.runLimit = runLimit
        }
    }

    package struct Listen: Hashable, Sendable {
        package let host: String
        /// 0 where a free port is chosen when the listener starts.
        package let port: Int
        package init(host: String, port: Int) {
            self.host = host
            self.port = port
        }
    }

    package var resolved: Resolved? { if case .resolved(let settings) = self { settings } else { nil } }
}

/// What the database returned, or why it did not.
package enum DatabaseFacts: Sendable {
    case read(Contents)
    case failed(ArchiveFailure)
    /// Did not respond within this time.
    case notResponding(Duration)
    /// Not requested, as the settings have no address.
    case unknown

    package struct Contents: Sendable {
        package var schema: Int
        package var simulated = false
        /// How a write fails; `nil` when it succeeds.
        package var writing: ArchiveFailure?
        /// Damage, as the database reports it.
        package var damage: [String] = []
        /// The tables of a large file that were not read completely for damage.
        package var partlyRead: [String] = []
        /// The server's clock.
        package var serverTime: Timestamp?
        package var newestCandle: ArchivedCandle?
        /// When the newest article was first seen.
        package var newestArticle: Timestamp?
        /// What is known of the sources across runs.
        package var sources: [SourceState] = []
        /// What is known of the feeds across runs.
        package var feeds: [FeedState] = []
        /// What the sources are known not to have, the longest of each.
        package var absences: [SourceAbsence] = []
        /// What is stored of each interval that has anything, finest first.
        package var intervals: [IntervalFacts] = []
        /// The candles of the last 30 days by the source that supplied them.
        package var supply: [SourceName: Int] = [:]
        /// The last runs, newest first.
        package var runs: [Run] = []
        /// The last attempts to have a language model write, newest first.
        package var modelCalls: [ModelCall] = []
        /// How the ranges of the last 30 days turned out.
        package var rangeCoverage = RangeCoverage(ranges: 0, held80: 0)
        /// The newest attempts to send notifications.
        package var deliveries: [DeliveryRecord] = []
        /// The registered browsers.
        package var browsers: [NoticeReceiver] = []
        package var marker: ProbeResult<MarkerVerdict> = .known(.noMarker)
        /// The current collector; `nil` when there is none.
        package var collecting: CollectionLease?
        package var openIncidents: [Incident] = []
        /// The last run of this host, as its marker says.
        package var lastRunHere: RunMarker?
        /// The replacement of the file under this process, a short while ago.
        package var replacement: FileReplaced?

        package init(schema: Int) { self.schema = schema }
    }

    package var contents: Contents? { if case .read(let contents) = self { contents } else { nil } }
}

/// What is stored of the candles of an interval.
package struct IntervalFacts: Hashable, Sendable {
    package let interval: Interval
    package let extent: CandleExtent
    /// The number of stored candles.
    package let stored: Int
    /// The closed candles that are missing between the first and the newest expected one, and may still come.
    package let owed: Int
    /// Those that no source has, as far as is known.
    package let absent: Int

    package init(_ interval: Interval, _ extent: CandleExtent, stored: Int, owed: Int, absent: Int) {
        self.interval = interval
        self.extent = extent
        self.stored = stored
        self.owed = owed
        self.absent = absent
    }
}

/// Another file at a path that a process has open.
package struct FileReplaced: Hashable, Sendable {
    package let noticed: Timestamp
    package let before: FileIdentity
    package let now: FileIdentity

    package init(noticed: Timestamp, before: FileIdentity, now: FileIdentity) {
        self.noticed = noticed
        self.before = before
        self.now = now
    }
}

/// The result of requesting one source now.
package struct SourceProbe: Hashable, Sendable {
    package let source: SourceName
    package let failure: SourceFailure?
    package let took: Duration
    /// Stands for every source, where none responded before the deadline of all.
    package static let all: SourceName = "sources"

    package init(source: SourceName, failure: SourceFailure?, took: Duration) {
        self.source = source
        self.failure = failure
        self.took = took
    }
}

/// The holder of the lease for collection.
package struct CollectionLease: Hashable, Sendable {
    package let holder: LeaseHolder
    /// Whether its process is known to have ended.
    package let isGone: Bool

    package init(holder: LeaseHolder, isGone: Bool) {
        self.holder = holder
        self.isGone = isGone
    }
}

extension Run {
    /// As it is, where its process is known to have ended without recording that: abandoned.
    package func asSeen(with lease: CollectionLease?) -> Run {
        guard outcome == .running, let lease, lease.isGone, lease.holder.run == id else { return self }
        var run = self
        run.outcome = .abandoned
        return run
    }
}

extension HealthFacts {
    /// Units that are installed; none where systemd does not respond.
    package var installed: [String: UnitState] { (units.value ?? [:]).filter { $0.value.isInstalled } }

    /// Whether the program is installed as a service here, rather than run by hand.
    var isService: Bool {
        installed[ServiceUnits.api] != nil || installed[ServiceUnits.web] != nil
            || installed[ServiceUnits.collect] != nil
    }
}
