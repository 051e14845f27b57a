import API
import Collection
import Dashboard
import Domain
import Hummingbird
import Logging
import Outbound
import Storage

extension OpenDatabase {
    /// Everything in one process: API, dashboard, scheduled collection, until a signal ends it.
    /// - Parameter onListening: told the name (`api`, `web`) and the address of each listener.
    func serve(onListening: @escaping @Sendable (String, String) async -> Void = { _, _ in }) async throws {
        let version = DataVersion()
        let requests = RequestMetrics()
        let pages = AnswerCache(version: version, requests: requests, now: wiring.time.now)
        let dashboard = try DashboardRoutes(
            reader: reader(), incidents: incidentReader(), version: { version.current }, hotAnswers: pages, now: wiring.time.now, logger: wiring.logger)
        let reporting = wiring.reporting(listeners: 2)
        try await runServices(
            [
                Following(version: version, changes: database.changes, runs: database.runs, journal: wiring.journal),
                api(version: version) {
                    reporting.listens(at: $0)
                    await onListening("api", $0)
                },
                Listening(
                    "web", router: webRouter(dashboard, requests: requests, simulated: simulated), at: wiring.settings.web, sockets: wiring.sockets, answers: pages, simulated: simulated,
                    logger: wiring.logger
                ) {
                    reporting.listens(at: $0)
                    await onListening("web", $0)
                },
                reporting,
                wiring.incidentDelivery(to: database),
                databaseWatch,
                ScheduledCollection(collector: collector(), every: wiring.settings.collectEvery, time: wiring.time, logger: wiring.logger),
            ], logger: wiring.logger)
    }
}

extension Wiring {
    /// The dashboard over an API on another port or host.
    func remoteDashboard() throws -> DashboardRoutes {
        let fetch: RemoteMarketReader.Fetch = { path in
            let answer = try await client.ask(unjudged: OutboundRequest(settings.apiBaseURL + path, for: "api", timeout: .seconds(5)))
            return (answer.status, answer.body)
        }
        return try DashboardRoutes(reader: RemoteMarketReader(fetch: fetch), incidents: RemoteIncidentReader(fetch: fetch), now: time.now, logger: logger)
    }
}

/// The dashboard's routes behind the middleware that all our answers share.
func webRouter(_ dashboard: DashboardRoutes, requests: RequestMetrics, simulated: Bool) -> Router<AnalyzerContext> {
    let router = Router(context: AnalyzerContext.self, options: .autoGenerateHeadEndpoints)
    router.add(middleware: RequestMiddleware(simulated: simulated, requests: requests))
    dashboard.add(to: router)
    MetricsRoute.ofDashboard(requests).add(to: router)
    router.get("/livez") { _, _ in "ok\n" }
    return router
}
