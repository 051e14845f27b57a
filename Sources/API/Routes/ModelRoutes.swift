import Domain
import Hummingbird

/// `/v1/ai/calls` and `/v1/ai/quality`: what is recorded of language models.
struct ModelRoutes: Sendable {
    let log: any ModelLog
    let scores: any ScoreLog
    let responses: ResponseCache
    let operations: OperationsAuthorization
    let clock: @Sendable () -> Timestamp
    let simulated: Bool

    func add(to router: Router<APIRequestContext>) {
        router.add(ModelOperations.calls) { query, context in
            let access = try operations.requireReader(query.request, context)
            let limit = try query[ModelOperations.callLimit]
            var before: ModelCallPosition?
            if let cursor = try query[.before] {
                guard case .modelCalls(let position) = cursor else { throw Problem.foreignCursor("/v1/ai/calls") }
                before = position
            }
            let position = before
            return try await responses.respond(to: query, as: try query.format(), context, for: access) {
                let page = try await ModelCallPage(of: log, limit: limit, before: position, simulated: simulated)
                return ResponseContent(page, next: page.next.map { "/v1/ai/calls?limit=\(limit)&before=\($0)" })
            }
        }
        router.add(ModelOperations.quality) { query, context in
            let access = try operations.requireReader(query.request, context)
            return try await responses.respond(to: query, context, for: access) {
                let now = clock()
                return ResponseContent(
                    try await ModelQualityResponse(of: log, scores, simulated: simulated, now: now),
                    validUntil: now + .hours(1))
            }
        }
    }
}
