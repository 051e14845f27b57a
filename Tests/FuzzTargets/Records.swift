import Domain
import Support

/// Some records of each kind.
struct Records: TimelineReader {
    let candles: MemoryCandles
    let news: MemoryNews
    let runs = MemoryRuns()
    let incidents = RecordedIncidents()

    init() {
        let run = RunID(rawValue: "r")
        candles = MemoryCandles(
            (0..<61).compactMap { hour in
                (try? Candle.hour(hour, close: 100 + Double(hour))).map {
                    ArchivedCandle($0, source: "kraken", run: run, seenAt: .hour(60) + .minutes(10))
                }
            })
        news = MemoryNews(
            (0..<5).map { ArchivedArticle(.number($0), run: run, firstSeen: .hour(Int64($0))) })
    }

    func newest(_ query: TimelineQuery, limit: Int) async throws -> [TimelineEntry] {
        let entries = (0..<20).map { TimelineEntry(time: .hour(20 - $0), source: "a.log", message: "line \($0)") }
        return Array(entries.filter { entry in query.before.map { entry.time <= $0.time } ?? true }.prefix(limit))
    }
}

/// Two incidents, which no request changes: each input must find the same service.
struct RecordedIncidents: IncidentLog {
    private let known = ["i1", "i2"].map { id in
        Incident(
            id: IncidentID(rawValue: id), cause: .portInUse, at: Incident.Place(unit: "u"), severity: .critical,
            state: .open, opened: .hour(1), context: "c", symptom: Phrase("s", fr: "s’"), diagnosis: "d",
            evidence: [Evidence(source: "journal", line: "the line")])
    }

    func incidents(matching query: IncidentQuery, limit: Int) async throws -> [Incident] {
        Array(known.filter(query.matches).reversed().prefix(limit))
    }

    func incident(_ id: IncidentID) async throws -> Incident? { known.first { $0.id == id } }
    func report(_ incident: Incident) async throws -> Incident { incident }
    func keep(_ incident: Incident) async throws {}

    func change<T: Sendable>(_ id: IncidentID, _ change: @escaping @Sendable (inout Incident) -> T) async throws
        -> IncidentChange<T>?
    {
        known.first { $0.id == id }.map { incident in
            var copy = incident
            return .stored(change(&copy))
        }
    }
}

struct NoAnalyst: Analyst {
    func briefing(on market: MarketView, in language: Language) async -> Briefing? { nil }
}
