package import Domain
import Synchronization

/// Candles kept in memory by the rules of ``CandleArchive``, said once more in the plainest way: for tests of those who use an archive.
package final class MemoryCandles: CandleArchive {
    private let kept = Mutex<[Interval: [Timestamp: ArchivedCandle]]>([:])

    package init(_ candles: [ArchivedCandle] = []) {
        for candle in candles { _ = take(candle) }
    }

    package func keep(_ candles: [ArchivedCandle]) async throws -> WriteResult {
        candles.reduce(WriteResult()) { $0 + take($1) }
    }

    package func candles(of interval: Interval, in range: TimeRange?, limit: Int) async throws -> [ArchivedCandle] {
        let all = kept.withLock { $0[interval] ?? [:] }.values.sorted { $0.candle.openTime > $1.candle.openTime }
        return Array(all.filter { range?.contains($0.candle.openTime) ?? true }.prefix(limit))
    }

    package func closedOpenTimes(of interval: Interval, in range: TimeRange) async throws -> [Timestamp] {
        try await candles(of: interval, in: range, limit: .max).filter(\.isClosed).map(\.candle.openTime).reversed()
    }

    private func take(_ new: ArchivedCandle) -> WriteResult {
        kept.withLock { kept in
            guard let old = kept[new.candle.interval]?[new.candle.openTime] else {
                kept[new.candle.interval, default: [:]][new.candle.openTime] = new
                return WriteResult(new: 1)
            }
            let isBetter =
                switch (old.isClosed, new.isClosed) {
                case (false, true): true
                case (true, false): false
                case (false, false): new.seenAt > old.seenAt
                case (true, true): new.seenAt > old.seenAt && new.candle != old.candle && new.source == old.source
                }
            if isBetter { kept[new.candle.interval]?[new.candle.openTime] = new }
            return isBetter ? WriteResult(updated: 1) : WriteResult(unchanged: 1)
        }
    }
}

/// Articles kept in memory.
package final class MemoryNews: NewsArchive {
    private struct State {
        var articles: [ArticleID: ArchivedArticle] = [:]
        var validators: [String: FeedValidators] = [:]
    }

    private let state = Mutex(State())

    package init(_ articles: [ArchivedArticle] = []) {
        state.withLock { for article in articles { $0.articles[article.article.id] = article } }
    }

    package func keep(_ articles: [ArchivedArticle], from address: String, validators: FeedValidators?) async throws
        -> WriteResult
    {
        state.withLock { state in
            state.validators[address] = validators
            return articles.reduce(WriteResult()) { kept, article in
                guard state.articles[article.article.id] == nil else { return kept + WriteResult(unchanged: 1) }
                state.articles[article.article.id] = article
                return kept + WriteResult(new: 1)
            }
        }
    }

    package func articles(matching query: NewsQuery, limit: Int) async throws -> [ArchivedArticle] {
        let all = state.withLock { Array($0.articles.values) }
        func position(_ article: ArchivedArticle) -> (Timestamp, String) {
            (article.orderTime, article.article.id.rawValue)
        }
        return Array(
            all.sorted { position($0) > position($1) }
                .filter { article in query.before.map { position(article) < ($0.time, $0.id.rawValue) } ?? true }
                .filter { article in query.language.map { article.article.language == $0 } ?? true }
                .prefix(limit))
    }

    package func validators(of address: String) async throws -> FeedValidators? {
        state.withLock { $0.validators[address] }
    }
}

/// Runs kept in memory.
package final class MemoryRuns: RunLog {
    private let state = Mutex<[Run]>([])

    package init() {}

    package func begin(_ run: Run) async throws { state.withLock { $0.append(run) } }

    package func finish(_ run: Run) async throws { replace(run.id) { $0 = run } }

    package func runs(before: Timestamp?, limit: Int) async throws -> [Run] {
        Array(state.withLock { $0 }.reversed().filter { run in before.map { run.started < $0 } ?? true }.prefix(limit))
    }

    package func abandon(_ run: RunID, at moment: Timestamp) async throws {
        replace(run) {
            $0.outcome = .abandoned
            $0.finished = moment
        }
    }

    package func abandonUnfinished(at moment: Timestamp) async throws {
        for run in state.withLock({ $0 }) where run.outcome == .running { try await abandon(run.id, at: moment) }
    }

    private func replace(_ id: RunID, _ change: (inout Run) -> Void) {
        state.withLock { runs in
            for index in runs.indices where runs[index].id == id { change(&runs[index]) }
        }
    }
}

/// Leases kept in memory.
package final class MemoryLeases: LeaseRegistry {
    private let state = Mutex<[String: (holder: LeaseHolder, until: Timestamp)]>([:])

    package init() {}

    package func take(
        _ name: String, for holder: LeaseHolder, now: Timestamp, ttl: Duration,
        isGone: @Sendable (LeaseHolder) -> Bool
    ) async throws -> LeaseResult {
        state.withLock { leases in
            if let held = leases[name], held.holder != holder, held.until > now, !isGone(held.holder) {
                return .heldBy(held.holder, until: held.until)
            }
            let abandoned = leases[name].map(\.holder).flatMap { $0 == holder ? nil : $0.run }
            leases[name] = (holder, now + ttl)
            return .taken(abandoned: abandoned)
        }
    }

    package func renew(_ name: String, for holder: LeaseHolder, now: Timestamp, ttl: Duration) async throws -> Bool {
        state.withLock { leases in
            guard leases[name]?.holder == holder else { return false }
            leases[name] = (holder, now + ttl)
            return true
        }
    }

    package func release(_ name: String, for holder: LeaseHolder) async throws {
        state.withLock { if $0[name]?.holder == holder { $0[name] = nil } }
    }

    package func holder(of name: String) async throws -> LeaseHolder? { state.withLock { $0[name]?.holder } }
}

/// A journal whose events a test can read.
package final class MemoryJournal: Journal {
    private let state = Mutex<[Event]>([])

    package init() {}

    package func record(_ event: Event) { state.withLock { $0.append(event) } }

    package var events: [Event] { state.withLock { $0 } }
}

/// Incidents kept in memory.
package final class MemoryIncidents: IncidentLog {
    private let state = Mutex<[Incident]>([])

    package init() {}

    package func report(_ incident: Incident) async throws -> Incident {
        state.withLock { incidents in
            let index =
                incidents.firstIndex { $0.id == incident.id }
                ?? incidents.firstIndex {
                    $0.state == .open && $0.cause == incident.cause && $0.place == incident.place
                }
            guard let index else {
                incidents.append(incident)
                return incident
            }
            incidents[index].evidence = Incident.evidence(incident.evidence, addedTo: incidents[index].evidence)
            return incidents[index]
        }
    }

    package func keep(_ incident: Incident) async throws {
        state.withLock { incidents in
            let other = incidents.firstIndex {
                $0.id != incident.id && $0.state == .open && incident.state == .open && $0.cause == incident.cause
                    && $0.place == incident.place
            }
            if let other {
                incidents[other].evidence = Incident.evidence(incident.evidence, addedTo: incidents[other].evidence)
                return
            }
            incidents.removeAll { $0.id == incident.id }
            incidents.append(incident)
        }
    }

    package func incidents(matching query: IncidentQuery, limit: Int) async throws -> [Incident] {
        func position(_ incident: Incident) -> (Timestamp, String) { (incident.opened, incident.id.rawValue) }
        return Array(
            state.withLock { $0 }.sorted { position($0) > position($1) }
                .filter(query.matches).prefix(limit))
    }

    package func incident(_ id: IncidentID) async throws -> Incident? { state.withLock { $0.first { $0.id == id } } }
}
