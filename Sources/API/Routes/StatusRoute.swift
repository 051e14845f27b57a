import HTTPTypes
package import Hummingbird

/// `GET /v1/status`: is it fresh, is it well? 200 whatever the response is, which stands in `healthy`; made anew for
/// every request.
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
