package import Domain
import FoundationEssentials
package import Hummingbird

/// All routes of the API behind their common middleware.
package enum APIRouter {
    /// - Parameters:
    ///   - requests: counts requests, of the router and of the hot path.
    ///   - admin: the token that a change requires; `nil` disables changes.
    ///   - clock: the time of a change.
    package static func make(
        reader: any MarketReader, runs: any RunLog, responses: ResponseCache, readiness: Readiness,
        incidents: any IncidentLog, status: StatusRoute, metrics: MetricsRoute, requests: RequestMetrics,
        timeline: (any TimelineReader)? = nil, admin: AdminToken? = nil,
        clock: @escaping @Sendable () -> Timestamp = { Timestamp(Date()) }, simulated: Bool
    ) -> Router<APIRequestContext> {
        let router = Router(context: APIRequestContext.self, options: .autoGenerateHeadEndpoints)
        router.add(middleware: RequestMiddleware(simulated: simulated, requests: requests))
        MarketRoutes(reader: reader, responses: responses).add(to: router)
        LegacyRoutes(reader: reader, responses: responses).add(to: router)
        RunRoutes(runs: runs, responses: responses, simulated: simulated).add(to: router)
        metrics.add(to: router)
        status.add(to: router)
        IncidentRoutes(reader: LocalIncidentReader(log: incidents, simulated: simulated), responses: responses).add(
            to: router)
        IncidentEditRoute(log: incidents, responses: responses, admin: admin, now: clock).add(to: router)
        HealthRoutes(checks: readiness.checks).add(to: router)
        if let timeline { TimelineRoutes(reader: timeline, responses: responses).add(to: router) }
        return router
    }
}
