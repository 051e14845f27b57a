package import Domain
import FoundationEssentials
package import Hummingbird

/// Every route of the API, behind the middleware that all of them share.
package enum APIRouter {
    /// - Parameters:
    ///   - requests: counts what is answered, here and on the hot path.
    ///   - admin: what whoever changes something has to show; `nil` where nobody may.
    ///   - clock: by which changes are stamped.
    package static func make(
        reader: any MarketReader, runs: any RunLog, answers: ResponseCache, readiness: Readiness,
        incidents: any IncidentLog, status: StatusRoute, metrics: MetricsRoute, requests: RequestMetrics,
        freshFor: Duration = PriceResponse.freshFor, timeline: (any TimelineReader)? = nil, admin: AdminToken? = nil,
        clock: @escaping @Sendable () -> Timestamp = { Timestamp(Date()) }, simulated: Bool
    ) -> Router<AnalyzerContext> {
        let router = Router(context: AnalyzerContext.self, options: .autoGenerateHeadEndpoints)
        router.add(middleware: RequestMiddleware(simulated: simulated, requests: requests))
        MarketRoutes(reader: reader, answers: answers, freshFor: freshFor).add(to: router)
        LegacyRoutes(reader: reader, answers: answers).add(to: router)
        RunRoutes(runs: runs, answers: answers, simulated: simulated).add(to: router)
        metrics.add(to: router)
        status.add(to: router)
        IncidentRoutes(reader: LocalIncidentReader(log: incidents, simulated: simulated), answers: answers).add(
            to: router)
        IncidentEditRoute(log: incidents, answers: answers, admin: admin, now: clock).add(to: router)
        HealthRoutes(checks: readiness.checks).add(to: router)
        if let timeline { TimelineRoutes(reader: timeline, answers: answers).add(to: router) }
        return router
    }
}
