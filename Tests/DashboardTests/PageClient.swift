import API
import Dashboard
import Domain
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import Support

/// Requests pages through the in-process router.
struct PageClient {
    struct PageResponse {
        let status: HTTPResponse.Status
        let headers: HTTPFields
        let body: String
    }

    let client: any TestClientProtocol

    func get(_ path: String = "/", _ headers: HTTPFields = [:]) async throws -> PageResponse {
        try await client.execute(uri: path, method: .get, headers: headers) { response in
            PageResponse(status: response.status, headers: response.headers, body: String(buffer: response.body))
        }
    }

    /// Sends a form, as a browser does from this site unless `site` says otherwise.
    func post(_ path: String, _ form: String, cookie: String? = nil, site: String = "same-origin") async throws
        -> PageResponse
    {
        var headers: HTTPFields = [.contentType: "application/x-www-form-urlencoded", .accept: "text/html"]
        if let field = HTTPField.Name("Sec-Fetch-Site") { headers[field] = site }
        if let cookie { headers[.cookie] = cookie }
        return try await client.execute(uri: path, method: .post, headers: headers, body: ByteBuffer(string: form)) {
            PageResponse(status: $0.status, headers: $0.headers, body: String(buffer: $0.body))
        }
    }

    /// Runs `body` with a client of a dashboard over `reader`, which caches nothing unless a version is given.
    static func run(
        _ reader: any MarketReader, incidents: any IncidentReader = StubIncidents(),
        status: StatusReader = StatusReader(status: { _ in [] }),
        runs: RunReader = RunReader(MemoryRuns(), simulated: false), traces: [TimelineEntry] = [],
        quality: QualityReader = .none, log: any IncidentLog = MemoryIncidents(),
        scores: any ScoreLog = MemoryScores(), alerts: MemoryNotifications = MemoryNotifications(),
        alertEditing: AlertEditing? = nil, devices: DeviceRegister? = nil,
        version: @escaping @Sendable () -> UInt64? = { nil },
        now: @escaping @Sendable () -> Timestamp = { SampleMarket.now }, deadline: Duration = .minutes(1),
        maxAge: Duration = .zero, operations: OperationsAuthorization = .init(.everyone, token: nil),
        _ body: @escaping @Sendable (PageClient) async throws -> Void
    ) async throws {
        let routes = try DashboardRoutes(
            reader: reader, incidents: incidents, status: status, runs: runs,
            traces: TraceReader(StubTimeline(entries: traces), simulated: false), quality: quality,
            alerts: AlertReader { () async throws(ReadModelFailure) in
                try await AlertListResponse(of: alerts, simulated: false)
            },
            editing: IncidentEditing(IncidentEditor(log: log, now: now)),
            feedback: FeedbackSending(FeedbackRecorder(scores, models: MemoryModels(), reader: reader, now: now)),
            alertEditing: alertEditing
                ?? AlertEditing(
                    AlertEditor(alerts, candles: MemoryCandles(), sightings: MemorySightings(), now: now)),
            devices: devices
                ?? DeviceRegister(
                    PushRegistration(MemoryPushSubscriptions(), key: nil, services: PushServices.empty, now: now)),
            version: version, operations: operations,
            now: now,
            deadline: deadline, maxAge: maxAge,
            logger: Logger(label: "tests", factory: { _ in SwiftLogNoOpLogHandler() }))
        let router = Router(context: APIRequestContext.self)
        router.add(middleware: routes.errorPages(simulated: false))
        routes.add(to: router)
        try await Application(router: router).test(.router) { client in try await body(PageClient(client: client)) }
    }

    /// The page that `reader` gives.
    static func page(
        _ reader: any MarketReader, _ path: String = "/", _ headers: HTTPFields = [:],
        incidents: any IncidentReader = StubIncidents(), status: StatusReader = StatusReader(status: { _ in [] }),
        runs: RunReader = RunReader(MemoryRuns(), simulated: false), traces: [TimelineEntry] = [],
        quality: QualityReader = .none,
        operations: OperationsAuthorization = .init(.everyone, token: nil)
    ) async throws -> PageResponse {
        let result = ResponseBox()
        try await run(
            reader, incidents: incidents, status: status, runs: runs, traces: traces, quality: quality,
            operations: operations
        ) {
            client in
            await result.set(try await client.get(path, headers))
        }
        guard let response = await result.response else { throw HTTPError(.internalServerError) }
        return response
    }

    private actor ResponseBox {
        var response: PageResponse?
        func set(_ response: PageResponse) { self.response = response }
    }
}

extension PageClient.PageResponse: Sendable {}

/// A timeline of the given entries, newest first.
struct StubTimeline: TimelineReader {
    let entries: [TimelineEntry]

    func newest(_ query: TimelineQuery, limit: Int) async throws -> [TimelineEntry] {
        // As records are: in the language that is asked for.
        let mark = query.language == .french ? " (fr)" : ""
        return entries.filter { $0.traceID == query.trace }.prefix(limit).map { entry in
            TimelineEntry(
                time: entry.time, source: entry.source, level: entry.level, unit: entry.unit, traceID: entry.traceID,
                run: entry.run, message: entry.message + mark)
        }
    }
}

extension QualityReader {
    /// Of a service without a language model, whose analyses nothing is known of.
    static let none = QualityReader { () async throws(ReadModelFailure) in
        ModelQualityResponse([], scores: [], feedback: [], simulated: false, now: SampleMarket.now)
    }
}

extension String {
    /// The section of the page with this id.
    func section(_ id: String) -> String {
        guard let start = firstRange(of: "<section id=\"\(id)\"")?.lowerBound,
            let end = self[start...].firstRange(of: "</section>")?.upperBound
        else { return "" }
        return String(self[start..<end])
    }
}
