package import Domain
package import Hummingbird

/// Every route of the API, behind the middleware that all of them share.
package enum APIRouter {
    package static func make(reader: any MarketReader, answers: AnswerCache, readiness: Readiness, freshFor: Duration = PriceReading.freshFor, timeline: (any TimelineReader)? = nil, simulated: Bool) -> Router<AnalyzerContext> {
        let router = Router(context: AnalyzerContext.self, options: .autoGenerateHeadEndpoints)
        router.add(middleware: RequestMiddleware(simulated: simulated))
        MarketRoutes(reader: reader, answers: answers, freshFor: freshFor).add(to: router)
        LegacyRoutes(reader: reader, answers: answers).add(to: router)
        HealthRoutes(readiness: readiness).add(to: router)
        if let timeline { TimelineRoutes(reader: timeline, answers: answers).add(to: router) }
        return router
    }
}
