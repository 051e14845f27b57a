package import Domain

/// Everything that the checks judge by, gathered beforehand, so that judging is pure.
package struct HealthFacts: Sendable {
    package var now: Timestamp
    package var settings: SettingsFacts
    /// What the settings come to in each installed unit's own environment.
    package var unitSettings: [String: SettingsFacts] = [:]
    package var database: DatabaseFacts
    /// Units of this program that systemd knows, by name.
    package var units: Known<[String: UnitState]>
    package var cron: CronFacts
    package var ports: [PortFacts] = []
    package var folders: [FolderFacts] = []
    package var clock: ClockFacts
    /// What each source says when it is asked now; `nil` where nobody asked.
    package var live: [SourceProbe]?

    package init(
        now: Timestamp, settings: SettingsFacts, database: DatabaseFacts, units: Known<[String: UnitState]>,
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
    case refused(message: String, hint: String)

    package struct Resolved: Hashable, Sendable {
        package let database: DatabaseIdentity
        /// Where `DATABASE_URL` was read.
        package let databaseOrigin: String
        /// The database's file, where it is one.
        package let databaseFile: String?
        package let api: Listen
        package let web: Listen
        package let apiBaseURL: String
        package let collectEvery: Duration
        /// How old a price may be.
        package let freshFor: Duration
        package let stateDirectory: String
        package let logsDirectory: String
        package let aiProvider: String
        /// How long a collection pass may take.
        package let passLimit: Duration

        package init(
            database: DatabaseIdentity, databaseOrigin: String, databaseFile: String?, api: Listen, web: Listen,
            apiBaseURL: String, collectEvery: Duration,
            freshFor: Duration, stateDirectory: String, logsDirectory: String, aiProvider: String,
            passLimit: Duration = .minutes(10)
        ) {
            self.database = database
            self.databaseOrigin = databaseOrigin
            self.databaseFile = databaseFile
            self.api = api
            self.web = web
            self.apiBaseURL = apiBaseURL
            self.collectEvery = collectEvery
            self.freshFor = freshFor
            self.stateDirectory = stateDirectory
            self.logsDirectory = logsDirectory
            self.aiProvider = aiProvider
            self.passLimit = passLimit
        }
    }

    package struct Listen: Hashable, Sendable {
        package let host: String
        /// 0 where it is picked when the listener starts.
        package let port: Int
        package init(host: String, port: Int) {
            self.host = host
            self.port = port
        }
    }

    package var resolved: Resolved? { if case .resolved(let settings) = self { settings } else { nil } }
}

/// The database as it answered, or not.
package enum DatabaseFacts: Sendable {
    case answered(Contents)
    case failed(ArchiveFailure)
    /// Had not answered after this long.
    case silent(Duration)
    /// Was not asked, because the settings do not say where it is.
    case unknown

    package struct Contents: Sendable {
        package var schema: Int
        package var simulated = false
        /// What a write would run into; `nil` when it would go well.
        package var writing: ArchiveFailure?
        /// What is damaged, as the database itself says.
        package var damage: [String] = []
        /// The server's clock.
        package var serverTime: Timestamp?
        package var newestCandle: ArchivedCandle?
        /// When the newest article was first seen.
        package var newestArticle: Timestamp?
        /// The last runs, newest first.
        package var runs: [Run] = []
        package var marker: Known<MarkerVerdict> = .known(.noMarker)
        /// Who is collecting now; `nil` for nobody.
        package var collecting: CollectionLease?

        package init(schema: Int) { self.schema = schema }
    }

    package var contents: Contents? { if case .answered(let contents) = self { contents } else { nil } }
}

/// One source asked now.
package struct SourceProbe: Hashable, Sendable {
    package let source: SourceName
    package let failure: SourceFailure?
    package let took: Duration
    package init(source: SourceName, failure: SourceFailure?, took: Duration) {
        self.source = source
        self.failure = failure
        self.took = took
    }
}

/// Who holds the lease on collecting.
package struct CollectionLease: Hashable, Sendable {
    package let holder: LeaseHolder
    /// Whether its process is known not to exist any more.
    package let isGone: Bool

    package init(holder: LeaseHolder, isGone: Bool) {
        self.holder = holder
        self.isGone = isGone
    }
}

extension HealthFacts {
    /// Units that are installed; none where systemd does not answer.
    var installed: [String: UnitState] { (units.value ?? [:]).filter { $0.value.isInstalled } }

    /// Whether the program is installed as a service here, rather than run by hand.
    var isService: Bool {
        installed[ServiceUnits.api] != nil || installed[ServiceUnits.web] != nil
            || installed[ServiceUnits.collect] != nil
    }
}
