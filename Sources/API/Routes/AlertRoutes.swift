package import Domain
import Hummingbird

/// `/v1/alerts`: the price alerts of readers.
struct AlertRoutes: Sendable {
    let log: any AlertLog
    let editor: AlertEditor
    let responses: ResponseCache
    let operations: OperationsAuthorization
    let simulated: Bool

    func add(to router: Router<APIRequestContext>) {
        router.add(AlertOperations.list) { query, context in
            let access = try operations.requireReader(query.request, context)
            return try await responses.respond(to: query, context, for: access) {
                ResponseContent(try await AlertListResponse(of: log, simulated: simulated))
            }
        }
        router.add(AlertOperations.add) { query, context in
            try operations.requireToken(query.request, context)
            let alert = try await editor.add(try await AlertRequest(query.request), context)
            return try ResponseContent(AlertResponse(alert)).prepared().response()
        }
        router.add(AlertOperations.remove) { query, context in
            try operations.requireToken(query.request, context)
            let alert = try await editor.remove(String(try context.parameters.require("id").prefix(100)), context)
            return try ResponseContent(AlertResponse(alert)).prepared().response()
        }
    }
}

extension AlertListResponse {
    /// - Throws: ``ReadModelFailure``
    package init(of log: any AlertLog, simulated: Bool) async throws(ReadModelFailure) {
        do {
            self.init(try await log.alerts(), simulated: simulated)
        } catch {
            throw .unavailable(detail: "\(error)", because: (error as? ArchiveFailure)?.kind)
        }
    }
}

/// The operations of ``AlertRoutes``.
enum AlertOperations {
    static let list = Operation(
        "/v1/alerts", id: "listAlerts", .market, "The price alerts, oldest first.", access: .reader,
        response: [.json(AlertListResponse.schema)])
    static let add = Operation(
        "/v1/alerts", method: .post, id: "addAlert", .market,
        "Adds a price alert. It is sent once each time the price reaches it, and again after the price has gone back.",
        access: .tokenHolder, requestBody: .json(AlertRequest.schema), response: [.json(AlertResponse.schema)],
        problems: [.conflict, .contentTooLarge, .unsupportedMediaType, .unprocessableContent])
    static let remove = Operation(
        "/v1/alerts/{id}", method: .delete, id: "removeAlert", .market, "Removes a price alert, and returns it.",
        access: .tokenHolder, response: [.json(AlertResponse.schema)], problems: [.notFound])

    static let all = [list, add, remove]
}
