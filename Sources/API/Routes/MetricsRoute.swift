package import Domain
package import Hummingbird

/// `GET /metrics`, for Prometheus.
package struct MetricsRoute: Sendable {
    private let families: @Sendable () async -> [MetricFamily]
    private let work = SharedWork<String, ByteBuffer>(limit: 1)

    /// - Parameter families: collects the metrics; called for every scrape.
    package init(families: @escaping @Sendable () async -> [MetricFamily]) { self.families = families }

    package func add(to router: Router<APIRequestContext>, operations: OperationsAuthorization) {
        router.add(ServiceOperations.metrics) { query, context in
            _ = try operations.requireReader(query.request, context)
            let body = try await work.value(for: "metrics") { ByteBuffer(string: Exposition.text(await families())) }
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
