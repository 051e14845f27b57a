package import Domain
import Synchronization

/// Metrics of collection, computed from the database: valid whichever process collects, and after it has ended.
package final class CollectionMetrics: Sendable {
    private struct State {
        var cached: (totals: RunTotals, version: UInt64, at: Timestamp)?
        var isDatabaseUnreachable = false
    }

    private let runs: any RunCounting
    private let candles: any CandleArchive
    private let openIncidents: (@Sendable () async throws -> [Cause: Int])?
    private let version: @Sendable () -> UInt64
    private let journal: any Journal
    private let now: @Sendable () -> Timestamp
    private let state = Mutex(State())

    /// How long cached totals are valid while the data version does not change.
    private static let cacheTTL: Duration = .minutes(1)

    /// - Parameters:
    ///   - version: the data version; runs are counted once for each.
    ///   - openIncidents: the number of open incidents by cause; `nil` without monitoring.
    package init(
        runs: any RunCounting, candles: any CandleArchive,
        openIncidents: (@Sendable () async throws -> [Cause: Int])? = nil,
        version: @escaping @Sendable () -> UInt64, journal: any Journal, now: @escaping @Sendable () -> Timestamp
    ) {
        self.runs = runs
        self.candles = candles
        self.openIncidents = openIncidents
        self.version = version
        self.journal = journal
        self.now = now
    }

    /// All metric families; those from the database have no samples while it is unreachable.
    package func families() async -> [MetricFamily] {
        do {
            let families = Self.families(
                totals: try await totals(), newest: try await candles.candles(of: .oneHour, in: nil, limit: 1).first,
                incidents: try await openIncidents?(), now: now())
            state.withLock { $0.isDatabaseUnreachable = false }
            return [Self.databaseUp(true)] + families
        } catch {
            let isNew = state.withLock { state in
                defer { state.isDatabaseUnreachable = true }
                return !state.isDatabaseUnreachable
            }
            // Logged once, not at every scrape.
            if isNew { journal.record(Event(.error, "collection metrics are unavailable: \(error)")) }
            return [Self.databaseUp(false)] + Self.families(totals: nil, newest: nil, incidents: nil, now: now())
        }
    }

    private func totals() async throws -> RunTotals {
        let (current, moment) = (version(), now())
        if let cached = state.withLock(\.cached), cached.version == current, moment - cached.at < Self.cacheTTL {
            return cached.totals
        }
        let totals = try await runs.totals()
        state.withLock { $0.cached = (totals, current, moment) }
        return totals
    }

    static func families(totals: RunTotals?, newest: ArchivedCandle?, incidents: [Cause: Int]?, now: Timestamp)
        -> [MetricFamily]
    {
        [
            MetricFamily(
                "bitcoin_analyzer_collect_runs_total", .counter, "Finished collection runs, by outcome.",
                totals.map { totals in
                    Self.names(RunOutcome.known.filter { $0 != .running }, in: totals.ended).map {
                        .init(Double(totals.ended[$0] ?? 0), .init("outcome", $0.rawValue))
                    }
                } ?? []),
            MetricFamily(
                "bitcoin_analyzer_collect_last_success_timestamp_seconds", .gauge,
                "End of the newest run in which a source returned prices or news.",
                (totals?.lastServed ?? [:]).sorted { $0.key.rawValue < $1.key.rawValue }
                    .map { .init(Double($0.value.milliseconds) / 1000, .init("kind", $0.key.rawValue)) }),
            MetricFamily(
                "bitcoin_analyzer_source_errors_total", .counter,
                "Runs in which a source failed, by source and kind of error.",
                (totals?.errors ?? []).map {
                    .init(Double($0.count), .init("source", $0.source.rawValue), .init("kind", $0.kind.rawValue))
                }),
            MetricFamily(
                "bitcoin_analyzer_candle_age_seconds", .gauge, "Age of the newest price.",
                newest.map { [.init(max(0, Double((now - $0.priceTime).wholeMilliseconds) / 1000))] } ?? []),
            MetricFamily(
                "bitcoin_analyzer_price", .gauge, "The newest price, in units of the quote currency.",
                newest.map {
                    [
                        .init(
                            $0.candle.close, .init("quote", $0.candle.quote.rawValue),
                            .init("source", $0.source.rawValue))
                    ]
                } ?? []),
            MetricFamily(
                "bitcoin_analyzer_incidents_open", .gauge, "Open incidents, by cause.",
                incidents.map { open in
                    Self.names(Cause.known, in: open).map {
                        .init(Double(open[$0] ?? 0), .init("cause", $0.rawValue))
                    }
                } ?? []),
        ]
    }

    /// The known names, and behind them those that only the records have.
    private static func names<Name: OpenEnum>(_ known: [Name], in counts: [Name: Int]) -> [Name] {
        known + counts.keys.filter { !$0.isKnown }.sorted { $0.rawValue < $1.rawValue }
    }

    private static func databaseUp(_ isUp: Bool) -> MetricFamily {
        MetricFamily(
            "bitcoin_analyzer_database_up", .gauge, "Whether the database responded.",
            value: isUp ? 1 : 0)
    }
}
