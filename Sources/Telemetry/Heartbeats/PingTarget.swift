package import Domain
import FoundationEssentials

/// A check of a monitoring service with the API of healthchecks.io (https://healthchecks.io/docs/http_api/):
/// `URL/start`, `URL`, `URL/fail`, with the run's id as `rid`.
package struct PingTarget: Sendable {
    package enum Signal: String, Sendable {
        case start, success, fail
    }

    private let path: Substring
    private let query: Substring

    /// - Parameter url: a secret: anyone who knows it can send pings.
    package init(url: String) {
        let parts = url.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        var path = parts[0]
        while path.hasSuffix("/") { path.removeLast() }
        self.path = path
        query = parts.count > 1 ? parts[1] : ""
    }

    /// - Parameter run: its trace id becomes the `rid`, in the UUID format that the service requires.
    package func url(for signal: Signal, of run: Run) -> String {
        path + (signal == .success ? "" : "/\(signal.rawValue)") + "?" + (query.isEmpty ? "" : query + "&") + "rid="
            + Self.uuid(run.traceID)
    }

    private static func uuid(_ traceID: String) -> String {
        var rest = Substring(traceID)
        return [8, 4, 4, 4, 12].map { length in
            defer { rest = rest.dropFirst(length) }
            return rest.prefix(length)
        }.joined(separator: "-")
    }
}

extension Run {
    /// The text of a ping: one line for the run, and one for each source.
    var summary: String {
        var lines = ["run \(id): \(outcome.rawValue) (\(command), \(trigger.rawValue)) on \(host), trace \(traceID)"]
        if let finished { lines[0] += ", \(Double((finished - started).wholeMilliseconds) / 1000) s" }
        for source in sources {
            lines.append(
                source.error.map { "\(source.source): \($0.kind.rawValue): \($0.message.withoutQuotations)" }
                    ?? "\(source.source): \(source.new) new, \(source.updated) updated, \(source.unchanged) unchanged")
        }
        return lines.joined(separator: "\n")
    }
}
