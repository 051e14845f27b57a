package import Domain
import FoundationEssentials
package import Hummingbird

/// All routes of the API behind their common middleware.
package enum APIRouter {
    /// - Parameters:
    ///   - requests: counts requests, of the router and of the hot path.
    ///   - operations: who may read operational details and change incidents.
    ///   - events: the streams of `/v1/events`; `nil` for none.
    ///   - alerts: the price alerts, and who changes them; `nil` for none.
    ///   - push: the browsers that notifications go to; `nil` for none.
    ///   - crossOrigin: the sites whose pages may read; `nil` for none.
    ///   - clock: the time of a change.
    package static func make(
        reader: any MarketReader, runs: any RunLog, responses: ResponseCache, readiness: Readiness,
        incidents: any IncidentLog, models: (any ModelLog)? = nil,
        scores: (any ScoreLog)? = nil, alerts: (log: any AlertLog, editor: AlertEditor)? = nil,
        push: PushRegistration? = nil, status: StatusRoute,
        metrics: MetricsRoute, requests: RequestMetrics,
        operations: OperationsAuthorization, timeline: (any TimelineReader)? = nil, events: EventStreams? = nil,
        crossOrigin: CrossOriginPolicy? = nil,
        clock: @escaping @Sendable () -> Timestamp = { Timestamp(Date()) }, version: String = "", simulated: Bool
    ) -> Router<APIRequestContext> {
        let router = Router(context: APIRequestContext.self, options: .autoGenerateHeadEndpoints)
        if let crossOrigin { router.add(middleware: CrossOriginMiddleware(policy: crossOrigin)) }
        router.add(middleware: RequestMiddleware(simulated: simulated, requests: requests))
        MarketRoutes(reader: reader, responses: responses, clock: clock).add(to: router)
        LegacyRoutes(reader: reader, responses: responses).add(to: router)
        RunRoutes(runs: runs, responses: responses, operations: operations, simulated: simulated).add(to: router)
        if let models, let scores {
            ModelRoutes(
                log: models, scores: scores, responses: responses, operations: operations, clock: clock,
                simulated: simulated
            ).add(to: router)
            let recorder = FeedbackRecorder(scores, models: models, reader: reader, now: clock) {
                responses.advance()
            }
            FeedbackRoute(recorder: recorder, operations: operations).add(to: router)
        }
        if let alerts {
            AlertRoutes(
                log: alerts.log, editor: alerts.editor, responses: responses, operations: operations,
                simulated: simulated
            ).add(to: router)
        }
        if let push {
            PushSubscriptionRoutes(registration: push, responses: responses, operations: operations).add(to: router)
        }
        metrics.add(to: router, operations: operations)
        status.add(to: router, operations: operations)
        IncidentRoutes(
            reader: LocalIncidentReader(log: incidents, simulated: simulated), responses: responses,
            operations: operations, simulated: simulated
        ).add(to: router)
        IncidentEditRoute(log: incidents, responses: responses, operations: operations, now: clock).add(to: router)
        HealthRoutes(checks: readiness.checks).add(to: router, operations: operations)
        if let events { EventRoute(events, operations: operations).add(to: router) }
        if let timeline {
            TimelineRoutes(reader: timeline, operations: operations, simulated: simulated).add(to: router)
        }
        DocumentRoutes(responses: responses, version: version).add(to: router)
        router.addUnroutedRequests()
        return router
    }

    /// All operations of the API: those of its document.
    static let operations =
        MarketOperations.all + AlertOperations.all + PushSubscriptionOperations.all + RecordOperations.all
        + ModelOperations.all + ServiceOperations.all + LegacyOperations.all
}
