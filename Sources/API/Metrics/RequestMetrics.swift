package import Domain
import Synchronization

/// Counts the requests of one listener by route and status, and records their durations.
package final class RequestMetrics: Sendable {
    private let routes = Mutex<[String: RouteCounter]>([:])
    private let durations = DurationHistogram()

    /// More than the service has: bounds the size of a scrape.
    private static let maxRoutes = 100

    package init() {}

    /// The counter of a route; callers on a hot path keep it.
    /// - Parameter template: the declared route (`/v1/candles`); `nil` where none matches. Never a requested path.
    func counter(of template: String?) -> RouteCounter {
        routes.withLock { routes in
            var name = template ?? "other"
            if routes[name] == nil, routes.count >= Self.maxRoutes { name = "other" }
            if let counter = routes[name] { return counter }
            let counter = RouteCounter(durations)
            routes[name] = counter
            return counter
        }
    }

    /// Requests with a server error (5xx) since the start.
    package var failures: Int {
        routes.withLock { $0.values.map(\.self) }.flatMap(\.counts).filter { $0.status >= 500 }.reduce(0) {
            $0 + Int($1.count)
        }
    }

    /// The metrics `bitcoin_analyzer_http_requests_total` and `bitcoin_analyzer_http_request_duration_seconds`.
    package func families() -> [MetricFamily] {
        let counters = routes.withLock { $0 }.sorted { $0.key < $1.key }
        return [
            MetricFamily(
                "bitcoin_analyzer_http_requests_total", .counter, "HTTP requests by route and status.",
                counters.flatMap { route, counter in
                    counter.counts.map {
                        .init(Double($0.count), .init("route", route), .init("status", "\($0.status)"))
                    }
                }),
            MetricFamily(
                "bitcoin_analyzer_http_request_duration_seconds", .histogram,
                "Time from the head of a request to the head of its response.", durations.samples),
        ]
    }
}

/// Counts the responses of one route by status; 200 and 304, which the hot path sends, without a lock.
final class RouteCounter: Sendable {
    private let ok = AtomicCounter()
    private let notModified = AtomicCounter()
    private let others = Mutex<[Int: UInt64]>([:])
    private let durations: DurationHistogram

    init(_ durations: DurationHistogram) { self.durations = durations }

    func count(_ status: Int, after duration: Duration) {
        switch status {
        case 200: ok.add()
        case 304: notModified.add()
        default: others.withLock { $0[status, default: 0] += 1 }
        }
        durations.record(duration)
    }

    /// Ordered by status.
    var counts: [(status: Int, count: UInt64)] {
        var counts = others.withLock { $0 }
        counts[200] = ok.value
        counts[304] = notModified.value
        return counts.filter { $0.value > 0 }.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }
}
