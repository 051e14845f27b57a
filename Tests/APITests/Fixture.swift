import API
import Domain
import FoundationEssentials
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Support

/// The API over archives in memory, at a fixed moment.
struct Fixture {
    let candles: MemoryCandles
    let sightings = MemorySightings()
    let news: MemoryNews
    let runs = MemoryRuns()
    let incidents = MemoryIncidents()
    let models = MemoryModels()
    let scores = MemoryScores()
    let notifications = MemoryNotifications()
    let browsers = MemoryPushSubscriptions()
    /// The public key of Web Push; `nil` where it is off.
    var pushKey: String? = "BPublic"
    let version = DataVersion()
    let freshness = PriceFreshness(collectEvery: .hours(1))
    var now: Timestamp

    /// - Parameter hours: numbers of the closed hours; the hour after the last one is open, twenty minutes old.
    init(hours: [Int64] = Array(0..<60), articles: Int = 30) throws {
        let last = hours.max() ?? 0
        let now = Timestamp.hour(last + 1) + .minutes(20)
        var archived = try hours.map { hour in
            ArchivedCandle(
                try .hour(hour, close: 100 + Double(hour)), source: "kraken", run: RunID(rawValue: "r"), seenAt: now)
        }
        if !hours.isEmpty {
            archived.append(
                ArchivedCandle(
                    try .hour(last + 1, close: 200), source: "coinbase", run: RunID(rawValue: "r"), seenAt: now))
        }
        candles = MemoryCandles(archived)
        news = MemoryNews(
            (0..<articles).map { ArchivedArticle(.number($0), run: RunID(rawValue: "r"), firstSeen: .hour(Int64($0))) })
        self.now = now
    }

    struct StubAnalyst: Analyst {
        func briefing(on market: MarketView, in language: Language) async -> Briefing? {
            guard let last = market.closed.last else { return nil }
            var facts = MarketFacts(
                price: last.close, quote: .usd, asOf: last.candle.closeTime, hoursKnown: 24)
            facts.change24h = 0.012
            return Briefing(
                text: language == .french ? "Le cours monte." : "The price rises.", language: language, trend: .bullish,
                volatility: nil, facts: facts, provider: "embedded", model: "stub", grounded: true)
        }
    }
}

extension Fixture {
    /// The parts of a response that tests read.
    struct TestResponse: Sendable {
        let status: Int
        let headers: HTTPFields
        let text: String

        func object() throws -> [String: JSON] { try JSONDecoder().decode([String: JSON].self, from: Data(text.utf8)) }
        func list() throws -> [[String: JSON]] {
            try JSONDecoder().decode([[String: JSON]].self, from: Data(text.utf8))
        }
    }

    /// Requests the paths in order.
    func get(
        _ paths: String..., headers: HTTPFields = [:], simulated: Bool = false, database: (any Error)? = nil,
        operations: OperationsAuthorization = .init(.everyone, token: nil)
    ) async throws -> [TestResponse] {
        try await send(
            .get, paths, headers: headers, simulated: simulated, database: database, operations: operations)
    }

    func router(simulated: Bool, database: (any Error)?, operations: OperationsAuthorization)
        -> Router<APIRequestContext>
    {
        let moment = now
        let failing = database.map { FailingCandles(error: $0) }
        let archive: any CandleArchive = failing ?? candles
        return APIRouter.make(
            reader: LocalMarketReader(
                candles: archive, sightings: sightings, news: news, analyst: StubAnalyst(), models: models,
                scores: scores, simulated: simulated, freshness: freshness, now: { moment }),
            runs: runs, responses: ResponseCache(version: version, now: { moment }),
            readiness: .of(archive, at: moment),
            incidents: incidents, models: models, scores: scores,
            alerts: (
                notifications,
                AlertEditor(notifications, candles: archive, sightings: sightings, now: { moment }) {
                    version.advance()
                }
            ),
            push: PushRegistration(
                browsers, key: pushKey, services: PushServices(PushServices.usual) ?? PushServices.empty,
                now: { moment }
            ) { version.advance() }, status: StatusRoute { _ in Array("{}".utf8) },
            metrics: MetricsRoute { [] }, requests: RequestMetrics(), operations: operations, clock: { moment },
            simulated: simulated)
    }

    func send(
        _ method: HTTPRequest.Method, _ paths: [String], headers: HTTPFields = [:], simulated: Bool = false,
        database: (any Error)? = nil, operations: OperationsAuthorization = .init(.everyone, token: nil)
    ) async throws -> [TestResponse] {
        let router = router(simulated: simulated, database: database, operations: operations)
        return try await Application(router: router).test(.router) { client in
            var responses: [TestResponse] = []
            for path in paths {
                let response = try await client.executeRequest(uri: path, method: method, headers: headers, body: nil)
                responses.append(
                    TestResponse(
                        status: response.status.code, headers: response.headers, text: String(buffer: response.body))
                )
            }
            return responses
        }
    }
}

struct FailingCandles: CandleArchive {
    let error: any Error
    func keep(_ candles: [ArchivedCandle], rule: ReplacementRule) async throws -> WriteResult { throw error }
    func candles(of interval: Interval, in range: TimeRange?, limit: Int) async throws -> [ArchivedCandle] {
        throw error
    }
    func closedOpenTimes(of interval: Interval, in range: TimeRange) async throws -> [Timestamp] { throw error }
    func gaps(of interval: Interval, in range: TimeRange, limit: Int) async throws -> [TimeRange] { throw error }
    func extent(of interval: Interval) async throws -> CandleExtent? { throw error }
    func count(of interval: Interval) async throws -> Int { throw error }
    func supply(of interval: Interval, in range: TimeRange) async throws -> [SourceName: Int] { throw error }
    func replaced(of interval: Interval, in range: TimeRange, limit: Int) async throws -> [ReplacedCandle] {
        throw error
    }
}

/// Any JSON value, as a client reads it.
enum JSON: Decodable, Hashable {
    case null, bool(Bool), number(Double), string(String), array([JSON]), object([String: JSON])

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            self = .null
        } else if let value = try? container.decode(Bool.self) {
            self = .bool(value)
        } else if let value = try? container.decode(Double.self) {
            self = .number(value)
        } else if let value = try? container.decode(String.self) {
            self = .string(value)
        } else if let value = try? container.decode([JSON].self) {
            self = .array(value)
        } else {
            self = .object(try container.decode([String: JSON].self))
        }
    }

    var list: [JSON] { if case .array(let list) = self { list } else { [] } }
    subscript(key: String) -> JSON? { if case .object(let object) = self { object[key] } else { nil } }
}

extension Readiness {
    /// Of a database that holds these candles.
    static func of(_ candles: any CandleArchive, at now: Timestamp, freshFor: Duration = .hours(2)) -> Readiness {
        Readiness {
            do {
                let newest = try await candles.candles(of: .oneHour, in: nil, limit: 1).first
                return Facts(
                    now: now, schema: 1, wantedSchema: 1, newestPrice: newest?.priceTime, freshFor: freshFor)
            } catch {
                return Facts(
                    now: now, failures: [Failure(cause: .databaseUnreachable, detail: "Database unreachable")],
                    schema: 0,
                    wantedSchema: 1, newestPrice: nil, freshFor: freshFor)
            }
        }
    }
}
