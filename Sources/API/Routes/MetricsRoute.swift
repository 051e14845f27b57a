package import Domain
package import Hummingbird

/// `GET /metrics`, for Prometheus.
package struct MetricsRoute: Sendable {
    private let families: @Sendable () async -> [MetricFamily]

    /// - Parameter families: collects the metrics; called for every scrape.
    package init(families: @escaping @Sendable () async -> [MetricFamily]) { self.families = families }

    package func add(to router: Router<APIRequestContext>) {
        router.get("/metrics") { _, _ in
            let body = ByteBuffer(string: Exposition.text(await families()))
            return Response(
                status: .ok,
                headers: [
                    .contentType: Exposition.contentType, .cacheControl: "no-store",
                    .contentLength: "\(body.readableBytes)",
                ],
                body: ResponseBody(byteBuffer: body))
        }
    }
}
