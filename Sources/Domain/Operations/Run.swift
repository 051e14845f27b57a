/// One collection pass, from its trigger to its outcome.
package struct Run: Hashable, Sendable, Codable {
    package let id: RunID
    /// W3C trace id that its log lines, requests and writes share: 32 hexadecimal digits.
    package let traceID: String
    /// The command's words: `collect`, `collect prices`, `serve`, `backfill`.
    package let command: String
    package let trigger: Trigger
    package let host: String
    package let started: Timestamp
    package var finished: Timestamp?
    package var outcome: RunOutcome
    package var sources: [SourceReport]

    package init(
        id: RunID, traceID: String, command: String, trigger: Trigger, host: String, started: Timestamp,
        finished: Timestamp? = nil,
        outcome: RunOutcome = .running, sources: [SourceReport] = []
    ) {
        self.id = id
        self.traceID = traceID
        self.command = command
        self.trigger = trigger
        self.host = host
        self.started = started
        self.finished = finished
        self.outcome = outcome
        self.sources = sources
    }

    enum CodingKeys: String, CodingKey {
        case id, traceID = "trace_id", command, trigger, host, started, finished, outcome, sources
    }
}

package struct RunID: RawRepresentable, Hashable, Sendable, Codable, CustomStringConvertible {
    package let rawValue: String
    package init(rawValue: String) { self.rawValue = rawValue }
    package var description: String { rawValue }
}

package enum Trigger: String, Sendable, Codable, CaseIterable { case cron, timer, scheduler, manual }

/// `degraded`: every part was served, but some source failed on the way. `failed`: some part got nothing.
package enum RunOutcome: String, Sendable, Codable { case ok, degraded, failed, running, abandoned }

/// How one source did in one run.
package struct SourceReport: Hashable, Sendable, Codable {
    package enum Outcome: String, Sendable, Codable { case ok, failed }
    /// What it was asked for.
    package enum Part: String, Sendable, Codable { case prices, news }

    package struct Failure: Hashable, Sendable, Codable {
        package let kind: ErrorKind
        package let message: String
        package let hint: String
        package init(kind: ErrorKind, message: String, hint: String) {
            self.kind = kind
            self.message = message
            self.hint = hint
        }
    }

    package let source: SourceName
    package let part: Part
    package var outcome: Outcome
    package var fetched: Int
    package var new: Int
    package var updated: Int
    package var unchanged: Int
    package var error: Failure?

    package init(source: SourceName, part: Part, fetched: Int, kept: WriteResult) {
        self.source = source
        self.part = part
        outcome = .ok
        self.fetched = fetched
        new = kept.new
        updated = kept.updated
        unchanged = kept.unchanged
    }

    package init(source: SourceName, part: Part, failure: SourceFailure) {
        self.source = source
        self.part = part
        outcome = .failed
        fetched = 0
        new = 0
        updated = 0
        unchanged = 0
        error = Failure(kind: failure.kind, message: failure.message, hint: failure.hint)
    }
}
