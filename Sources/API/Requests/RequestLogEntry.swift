import Logging

/// The log line of one request. Without the query, which may contain a search term.
struct RequestLogEntry {
    let method: String
    let path: String
    /// The route's template; `other` where none matches.
    let route: String
    let status: Int
    let duration: Duration
    let traceID: String
    /// The error behind a response of 500.
    var failure: String?

    func write(to logger: Logger) {
        logger.log(
            level: level, "\(method) \(path) \(status)\(failure.map { ": \($0)" } ?? "")",
            metadata: [
                "method": "\(method)", "route": "\(route)", "status": "\(status)",
                "duration": "\((duration / .microseconds(100)).rounded() / 10_000)", "trace_id": "\(traceID)",
            ])
    }

    /// Pages are requested by people and few; other requests are logged for debugging only.
    private var level: Logger.Level {
        switch status {
        case 500: .error
        case 501...: .warning
        case ..<400 where (route == "/" || route.hasPrefix("/incidents")) && method == "GET": .info
        default: .debug
        }
    }
}
