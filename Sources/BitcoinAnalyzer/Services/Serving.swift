import API
import Collection
import Dashboard
import Deployment
import Domain
import Health
import Hummingbird
import Logging
import Outbound
import Storage

extension OpenDatabase {
    /// Runs API, dashboard and scheduled collection in one process until a signal.
    /// - Parameter onListening: called with the name (`api`, `web`) and address of each listener.
    func serve(onListening: @escaping @Sendable (String, String) async -> Void = { _, _ in }) async throws {
        let version = DataVersion()
        let requests = RequestMetrics()
        let (apiRequests, events) = (RequestMetrics(), eventStreams())
        let pages = ResponseCache(version: version, requests: requests, now: wiring.time.now)
        let dashboard = try DashboardRoutes(
            reader: reader(), incidents: incidentReader(), status: StatusReader(status: statusJSON),
            runs: RunReader(database.runs, simulated: simulated),
            traces: TraceReader(timeline(), simulated: simulated),
            releases: wiring.releases, quality: qualityReader(),
            alerts: alertReader(),
            editing: IncidentEditing(
                IncidentEditor(log: incidents, now: MarketClock.real.now) { version.advance() }),
            feedback: FeedbackSending(
                FeedbackRecorder(
                    database.scores, models: database.models, reader: reader(), now: wiring.time.now
                ) { version.advance() }),
            alertEditing: AlertEditing(alertEditor { version.advance() }),
            devices: DeviceRegister(pushRegistration { version.advance() }),
            version: { version.current }, preparedPages: pages,
            operations: wiring.operations, hasEvents: true, now: wiring.time.now, logger: wiring.requestLogger)
        let reporting = wiring.reporting(listeners: 2)
        try await runServices(
            [
                DataVersionFollower(
                    version: version, changes: database.changes, events: eventPublisher(to: events),
                    runs: database.runs, journal: wiring.journal, outbox: wiring.incidentOutbox),
                api(version: version, events: events, requests: apiRequests) {
                    reporting.listens(at: $0)
                    await onListening("api", $0)
                },
                ListenerService(
                    "web",
                    router: webRouter(
                        dashboard, requests: requests, connections: wiring.connections,
                        operations: wiring.operations, events: events, simulated: simulated,
                        checks: readiness.checks),
                    at: wiring.settings.web, sockets: wiring.sockets, responses: pages, simulated: simulated,
                    register: wiring.connections, requests: requests, events: events, logger: wiring.requestLogger
                ) {
                    reporting.listens(at: $0)
                    await onListening("web", $0)
                },
                ServiceProcessRecord(.serve, wiring),
                reporting,
                wiring.incidentDelivery(to: database),
                wiring.notificationDelivery(of: incidents, database),
                dailySummary,
                databaseWatch,
                rateWatch,
                incidentWatch(as: "serve", failedRequests: { apiRequests.failures + requests.failures }),
                ScheduledCollection(
                    collector: collector(), every: wiring.settings.collectEvery, time: wiring.time,
                    inTime: { try await passInTime(of: "serve", $0) },
                    afterPass: {
                        await writeAnalyses()
                        await checkPriceAlerts()
                    },
                    logger: wiring.logger),
            ], logger: wiring.logger)
    }
}

extension Wiring {
    /// Whether the API at `API_BASE_URL` responds.
    var apiCheck: @Sendable () async -> Readiness.Check {
        { [client, settings] in
            do throws(OutboundError) {
                let answer = try await client.sendWithoutStatusCheck(
                    OutboundRequest(settings.apiBaseURL + "/livez", label: "api", timeout: .seconds(2)))
                if answer.status == 200, try await isDashboard() {
                    return Readiness.Check(
                        name: "api", ok: false,
                        detail: "misdirected: \(settings.apiBaseURL) is a dashboard, not the API")
                }
                return Readiness.Check(
                    name: "api", ok: answer.status == 200,
                    detail: answer.status == 200
                        ? "reachable" : "\(settings.apiBaseURL.redactedAddress) responded with HTTP \(answer.status)")
            } catch {
                return Readiness.Check(
                    name: "api", ok: false, detail: "\(settings.apiBaseURL.redactedAddress): \(error.message.english)")
            }
        }
    }

    /// Whether what responds at `API_BASE_URL` is a dashboard: it does not know the route of the price, which an API
    /// knows even before it has one.
    private func isDashboard() async throws(OutboundError) -> Bool {
        let answer = try await client.sendWithoutStatusCheck(
            OutboundRequest(settings.apiBaseURL + "/v1/price", label: "api", timeout: .seconds(2)))
        return answer.status == 404 && answer.headers["server"] == "bitcoin-analyzer"
            && !String(decoding: answer.body, as: UTF8.self).contains(":no-data\"")
    }

    /// The dashboard of an API on another port or host.
    func remoteDashboard() throws -> DashboardRoutes {
        let isTokenSafe =
            settings.apiBaseURL.hasPrefix("https://")
            || ["http://127.0.0.1", "http://localhost", "http://[::1]"].contains { start in
                settings.apiBaseURL.hasPrefix(start)
                    && [":", "/", nil].contains(settings.apiBaseURL.dropFirst(start.count).first)
            }
        let fetch: RemoteMarketReader.Fetch = { path in
            var request = OutboundRequest(settings.apiBaseURL + path, label: "api", timeout: .seconds(5))
            request.isTraced = true
            // Never in plain text over a network.
            if let token = OperatorToken.current, isTokenSafe {
                request.headers = [("Authorization", "Bearer \(token)")]
            }
            let answer = try await client.sendWithoutStatusCheck(request)
            return (answer.status, answer.body)
        }
        @Sendable func change(_ path: String, _ json: String?, _ token: String) async throws -> (
            status: Int, body: [UInt8]
        ) {
            try await send(json.map { .post(body: $0, contentType: "application/json") } ?? .delete, path, token)
        }
        @Sendable func send(_ method: OutboundRequest.Method, _ path: String, _ token: String) async throws -> (
            status: Int, body: [UInt8]
        ) {
            guard isTokenSafe else { throw UnsafeTokenAddress() }
            var request = OutboundRequest(
                settings.apiBaseURL + path, method: method, label: "api",
                headers: [("Authorization", "Bearer \(token)")], timeout: .seconds(5))
            request.isTraced = true
            let answer = try await client.sendWithoutStatusCheck(request)
            return (answer.status, answer.body)
        }
        return try DashboardRoutes(
            reader: RemoteMarketReader(fetch: fetch), incidents: RemoteIncidentReader(fetch: fetch),
            status: StatusReader(fetch: fetch), runs: RunReader(fetch: fetch),
            traces: TraceReader(fetch: fetch), releases: releases, quality: QualityReader(fetch: fetch),
            alerts: AlertReader(fetch: fetch),
            editing: IncidentEditing { path, json, token in
                try await send(.patch(body: json, contentType: "application/json"), path, token)
            },
            feedback: FeedbackSending { path, json, token in
                try await send(.post(body: json, contentType: "application/json"), path, token)
            },
            alertEditing: AlertEditing(send: change), devices: DeviceRegister(fetch: fetch, send: change),
            operations: operations, now: time.now, logger: requestLogger)
    }
}

extension Wiring {
    /// The releases of this host, newest first; empty where none was deployed, they cannot be read, or the time is
    /// simulated.
    fileprivate var releases: ReleaseNote.Reader {
        let isSimulated = simulated
        return {
            let records = isSimulated ? [] : (try? ReleaseStore().records()) ?? []
            return records.reversed().map { record in
                ReleaseNote(
                    version: "\(record.release.version)", time: record.time, outcome: record.outcome.title,
                    wentLive: [.live, .replaced].contains(record.outcome))
            }
        }
    }
}

/// The token would go over a network in plain text.
private struct UnsafeTokenAddress: Error {}

/// The routes of the dashboard with the common middleware.
/// - Parameters:
///   - events: the streams of `/v1/events`, so that an open page is live; `nil` in a separate dashboard, whose pages
///     ask every half minute.
///   - checks: the checks of `/readyz`: for a separate dashboard, whether its API responds.
func webRouter(
    _ dashboard: DashboardRoutes, requests: RequestMetrics, connections: ConnectionRegister,
    operations: OperationsAuthorization, events: EventStreams? = nil, simulated: Bool,
    checks: @escaping @Sendable () async -> [Readiness.Check]
) -> Router<APIRequestContext> {
    let router = Router(context: APIRequestContext.self, options: .autoGenerateHeadEndpoints)
    router.add(middleware: RequestMiddleware(simulated: simulated, requests: requests))
    router.add(middleware: dashboard.errorPages(simulated: simulated))
    dashboard.add(to: router)
    if let events { EventRoute(events, operations: operations).add(to: router) }
    MetricsRoute.ofDashboard(requests, connections).add(to: router, operations: operations)
    HealthRoutes(checks: checks).add(to: router, operations: operations)
    router.addUnroutedRequests()
    return router
}
