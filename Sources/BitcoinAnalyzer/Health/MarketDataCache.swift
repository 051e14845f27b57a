import Domain
import Health
import Storage

/// How complete the candles are, as read a short while ago: finding every gap takes longer than other facts.
actor MarketDataCache {
    private let database: Database
    private let settings: Settings
    private let now: @Sendable () -> Timestamp
    private var read: (facts: DatabaseFacts.Contents, at: ContinuousClock.Instant)?

    private static let keptFor: Duration = .seconds(60)

    init(_ database: Database, _ settings: Settings, now: @escaping @Sendable () -> Timestamp) {
        self.database = database
        self.settings = settings
        self.now = now
    }

    /// The facts with those about the candles; without, where they cannot be read.
    func completed(_ facts: HealthFacts) async -> HealthFacts {
        guard case .read(var contents) = facts.database else { return facts }
        if read.map({ ContinuousClock.now - $0.at > Self.keptFor }) ?? true {
            var own = contents
            guard (try? await own.readMarketData(of: database, settings, now: now())) != nil else { return facts }
            read = (own, .now)
        }
        guard let known = read?.facts else { return facts }
        (contents.intervals, contents.supply, contents.absences) = (known.intervals, known.supply, known.absences)
        var completed = facts
        completed.database = .read(contents)
        return completed
    }
}
