package import Domain
import Synchronization

/// Requests that one listener has answered, by route and status, and how long that took.
package final class RequestMetrics: Sendable {
    private let routes = Mutex<[String: RouteCounter]>([:])
    private let durations = DurationHistogram()

    /// More routes than the service has: whatever goes wrong, a scrape stays small.
    private static let mostRoutes = 100

    package init() {}

    /// The counter of a route, to be kept by those who count often.
    /// - Parameter template: the route as it was declared (`/v1/candles`), `nil` where none fits; never what somebody asked for.
    func counter(of template: String?) -> RouteCounter {
        routes.withLock { routes in
            var name = template ?? "other"
            if routes[name] == nil, routes.count >= Self.mostRoutes { name = "other" }
            if let counter = routes[name] { return counter }
            let counter = RouteCounter(durations)
            routes[name] = counter
            return counter
        }
    }

    /// Requests that were answered with an error of the server's (5xx), so far.
    package var failures: Int {
        routes.withLock { $0.values.map(\.self) }.flatMap(\.counts).filter { $0.status >= 500 }.reduce(0) {
            $0 + Int($1.count)
        }
    }

    package func families() -> [MetricFamily] {
        let counters = routes.withLock { $0 }.sorted { $0.key < $1.key }
        return [
            MetricFamily(
                "bitcoin_analyzer_http_requests_total", .counter, "Requests answered, by route and status.",
                counters.flatMap { route, counter in
                    counter.counts.map {
                        .init(Double($0.count), .init("route", route), .init("status", "\($0.status)"))
                    }
                }),
            MetricFamily(
                "bitcoin_analyzer_http_request_duration_seconds", .histogram,
                "From the head of a request to the head of its answer.", durations.samples),
        ]
    }
}

/// Counts the answers of one route. Those of the hot path are counted without a lock.
final class RouteCounter: Sendable {
    private let ok = Count()
    private let notModified = Count()
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

    /// In the order of statuses.
    var counts: [(status: Int, count: UInt64)] {
        var counts = others.withLock { $0 }
        counts[200] = ok.value
        counts[304] = notModified.value
        return counts.filter { $0.value > 0 }.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }
}
