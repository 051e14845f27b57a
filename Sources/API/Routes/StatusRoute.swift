import HTTPTypes
package import Hummingbird

/// `GET /v1/status`: freshness and health at a glance. 200 whatever the result, which is in `healthy`. The facts are at
/// most a few seconds old, and shared by all requests.
package struct StatusRoute: Sendable {
    private let status: @Sendable () async throws -> [UInt8]

    /// - Parameter status: the status as JSON.
    package init(status: @escaping @Sendable () async throws -> [UInt8]) { self.status = status }

    package func add(to router: Router<APIRequestContext>) {
        router.get("/v1/status") { _, _ in
            let body = try await status()
            return Response(
                status: .ok,
                headers: [
                    .contentType: "application/json", .cacheControl: "no-store", .contentLength: "\(body.count)",
                ],
                body: ResponseBody(byteBuffer: ByteBuffer(bytes: body)))
        }
    }
}
