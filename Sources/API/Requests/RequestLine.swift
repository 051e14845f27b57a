import Logging

/// One answered request as a log line. Never tells the query, which may hold what a person has searched for.
struct RequestLine {
    let method: String
    let path: String
    /// The route's template, `other` where none fits.
    let route: String
    let status: Int
    let duration: Duration
    let traceID: String
    /// Why the service failed, where it did.
    var failure: String?

    func tell(_ logger: Logger) {
        logger.log(
            level: level, "\(method) \(path) \(status)\(failure.map { ": \($0)" } ?? "")",
            metadata: [
                "method": "\(method)", "route": "\(route)", "status": "\(status)",
                "duration": "\((duration / .microseconds(100)).rounded() / 10_000)", "trace_id": "\(traceID)",
            ])
    }

    /// Pages are what people ask for, a few an hour; the rest is machines, of interest when something is looked into.
    private var level: Logger.Level {
        switch status {
        case 500: .error
        case 501...: .warning
        case ..<400 where (route == "/" || route.hasPrefix("/incidents")) && method == "GET": .info
        default: .debug
        }
    }
}
