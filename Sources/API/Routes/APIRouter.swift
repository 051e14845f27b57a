package import Domain
package import Hummingbird

/// Every route of the API, behind the middleware that all of them share.
package enum APIRouter {
    /// - Parameter requests: counts what is answered, here and on the hot path.
    package static func make(
        reader: any MarketReader, runs: any RunLog, answers: AnswerCache, readiness: Readiness, incidents: any IncidentLog, status: StatusRoute, metrics: MetricsRoute, requests: RequestMetrics,
        freshFor: Duration = PriceReading.freshFor, timeline: (any TimelineReader)? = nil, simulated: Bool
    ) -> Router<AnalyzerContext> {
        let router = Router(context: AnalyzerContext.self, options: .autoGenerateHeadEndpoints)
        router.add(middleware: RequestMiddleware(simulated: simulated, requests: requests))
        MarketRoutes(reader: reader, answers: answers, freshFor: freshFor).add(to: router)
        LegacyRoutes(reader: reader, answers: answers).add(to: router)
        RunRoutes(runs: runs, answers: answers, simulated: simulated).add(to: router)
        metrics.add(to: router)
        status.add(to: router)
        IncidentRoutes(log: incidents, answers: answers, simulated: simulated).add(to: router)
        HealthRoutes(checks: readiness.checks).add(to: router)
        if let timeline { TimelineRoutes(reader: timeline, answers: answers).add(to: router) }
        return router
    }
}
