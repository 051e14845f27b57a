import HTTPTypes
package import Hummingbird

/// `GET /v1/status`: freshness and health at a glance. 200 whatever the result, which is in `healthy`. The facts are at
/// most a few seconds old, and shared by all requests: until they are gathered again, a conditional request gets 304.
package struct StatusRoute: Sendable {
    private let status: @Sendable (OperationsAccess) async throws -> [UInt8]
    private let work = SharedWork<OperationsAccess, [UInt8]>(limit: OperationsAccess.allCases.count)

    /// - Parameter status: the status that a request with an access may read, as JSON.
    package init(status: @escaping @Sendable (OperationsAccess) async throws -> [UInt8]) { self.status = status }

    package func add(to router: Router<APIRequestContext>, operations: OperationsAuthorization) {
        router.add(RecordOperations.status) { query, context in
            let access = try operations.access(of: query.request, context)
            let body = try await work.value(for: access) { try await status(access) }
            // What it shows depends on who asks.
            return PreparedResponse(
                contentType: "application/json", body: ByteBuffer(bytes: body),
                extraHeaders: [.vary: "Authorization, Cookie"]
            ).response(to: query.request)
        }
    }
}
