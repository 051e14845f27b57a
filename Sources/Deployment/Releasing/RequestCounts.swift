import Domain

/// The requests that a listener has served since its start, as its metrics count them: those of real clients, too.
struct RequestCounts: Hashable, Sendable {
    var all = 0.0
    var failed = 0.0

    /// The share of server errors (5xx).
    var failedShare: Double { all > 0 ? failed / all : 0 }

    /// Fewer failures than this are chance, whatever their share.
    static let fewest = 5.0
    static let tolerated = 0.01

    /// Whether there are many more server errors than with the release before: twice their share, and above 1 %.
    func isWorse(than before: RequestCounts?) -> Bool {
        failed >= Self.fewest && failedShare > max(Self.tolerated, (before?.failedShare ?? 0) * 2)
    }

    /// - Parameter metrics: the text format of Prometheus.
    init(_ metrics: [UInt8]) {
        let name = "bitcoin_analyzer_http_requests_total{"
        for line in String(decoding: metrics, as: UTF8.self).textLines() where line.hasPrefix(name) {
            // A readiness probe answers 503 by design.
            guard !line.contains("route=\"/readyz\""),
                let value = line.split(separator: " ").last.flatMap({ Double($0) }),
                (0...1e15).contains(value)
            else { continue }
            all += value
            if line.contains("status=\"5") { failed += value }
        }
    }

    init() {}

    static func + (a: RequestCounts, b: RequestCounts) -> RequestCounts {
        var sum = a
        sum.all += b.all
        sum.failed += b.failed
        return sum
    }
}
