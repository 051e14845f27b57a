import HTTPTypes
import Hummingbird

extension Router where Context == APIRequestContext {
    /// Adds a route that reads its query as the operation says.
    func add(
        _ operation: Operation,
        use handler: @escaping @Sendable (OperationQuery, APIRequestContext) async throws -> Response
    ) {
        on(RouterPath(operation.path), method: operation.method) { request, context in
            try await handler(OperationQuery(request, of: operation), context)
        }
    }
}
