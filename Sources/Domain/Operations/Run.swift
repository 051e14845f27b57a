/// One collection pass, from its trigger to its outcome.
package struct Run: Hashable, Sendable, Codable {
    package let id: RunID
    /// The W3C trace id of its log lines, requests and writes: 32 hexadecimal digits.
    package let traceID: String
    /// The command: `collect`, `collect prices`, `serve`, `backfill`.
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

    /// The command of an import of files, which makes no requests: its reports name where the rows come from, and say
    /// nothing about whether a source responds.
    package static let fileImport = "import"
    /// The command that asks for missing candles.
    package static let backfill = "backfill"
    /// The command that asks again for candles.
    package static let refetch = "collect --refetch"
    /// The command that asks the venues for the hours of a database of the first Bitcoin Analyzer.
    package static let legacyImport = "import --legacy"

    /// Whether sources were requested, so that the reports show which of them respond.
    package var asksSources: Bool { command != Self.fileImport }

    /// Whether sources were requested and it ended well: what it needs worked then.
    package var wentWell: Bool { asksSources && (outcome == .ok || outcome == .degraded) }

    /// Whether it is a collection pass, on which the age of the data shown depends, rather than a backfill or an
    /// import.
    package var isPass: Bool {
        ![Self.backfill, Self.refetch, Self.fileImport, Self.legacyImport].contains(command)
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

/// What started a run.
package struct Trigger: OpenEnum {
    package let rawValue: String
    package init(rawValue: String) { self.rawValue = rawValue }

    package static let cron = Trigger(rawValue: "cron")
    package static let timer = Trigger(rawValue: "timer")
    package static let scheduler = Trigger(rawValue: "scheduler")
    package static let manual = Trigger(rawValue: "manual")

    package static let known: [Trigger] = [.cron, .timer, .scheduler, .manual]
}

/// The outcome of a run, or that it is in progress.
package struct RunOutcome: OpenEnum {
    package let rawValue: String
    package init(rawValue: String) { self.rawValue = rawValue }

    package static let ok = RunOutcome(rawValue: "ok")
    /// Some source returned data for every part, but at least one source failed.
    package static let degraded = RunOutcome(rawValue: "degraded")
    /// No source returned data for some part.
    package static let failed = RunOutcome(rawValue: "failed")
    package static let running = RunOutcome(rawValue: "running")
    /// Its process ended before the run did.
    package static let abandoned = RunOutcome(rawValue: "abandoned")

    package static let known: [RunOutcome] = [.ok, .degraded, .failed, .running, .abandoned]
}

/// The result of one source in one run.
package struct SourceReport: Hashable, Sendable, Codable {
    package struct Outcome: OpenEnum {
        package let rawValue: String
        package init(rawValue: String) { self.rawValue = rawValue }

        package static let ok = Outcome(rawValue: "ok")
        package static let failed = Outcome(rawValue: "failed")
        /// Not asked, because it must not be asked yet: its last failure is repeated.
        package static let skipped = Outcome(rawValue: "skipped")

        /// Not asked, because nothing new may be expected yet: what is stored is as new as its publisher allows.
        package static let notDue = Outcome(rawValue: "not_due")

        package static let known: [Outcome] = [.ok, .failed, .skipped, .notDue]
    }
    /// The requested kind of data.
    package struct Part: OpenEnum {
        package let rawValue: String
        package init(rawValue: String) { self.rawValue = rawValue }

        package static let prices = Part(rawValue: "prices")
        package static let news = Part(rawValue: "news")
        /// Prices to compare with those that are stored.
        package static let comparison = Part(rawValue: "comparison")

        package static let known: [Part] = [.prices, .news, .comparison]
    }

    /// A stored failure of a source: its kind and English texts.
    package struct Failure: Hashable, Sendable, Codable {
        package let kind: ErrorKind
        package let message: String
        package let hint: String
        /// The texts may quote a source: each becomes one printable line.
        package init(kind: ErrorKind, message: String, hint: String) {
            self.kind = kind
            self.message = message.printableLine()
            self.hint = hint.printableLine()
        }

        package init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: CodingKeys.self)
            self.init(
                kind: try container.decode(ErrorKind.self, forKey: .kind),
                message: try container.decode(String.self, forKey: .message),
                hint: try container.decode(String.self, forKey: .hint))
        }

        /// What happened, for a reader: the recorded line in English, the kind's title in French.
        package var displayMessage: Phrase { Phrase(message, fr: kind.title.french) }
        /// What to do, for a reader: the recorded hint in English, the kind's hint in French.
        package var displayHint: Phrase { Phrase(hint, fr: kind.defaultHint.french) }
    }

    /// When a source may be asked again, and why not before.
    package struct NextAttempt: Hashable, Sendable, Codable {
        package let notBefore: Timestamp
        package let reason: SourcePause
        enum CodingKeys: String, CodingKey { case notBefore = "not_before", reason }

        package init(_ notBefore: Timestamp, _ reason: SourcePause) {
            self.notBefore = notBefore
            self.reason = reason
        }
    }

    package let source: SourceName
    package let part: Part
    package var outcome: Outcome
    package var fetched: Int
    package var new: Int
    package var updated: Int
    package var unchanged: Int
    /// Rows of the source that cannot be candles, and entries of a feed that gave no article.
    package var rejected = 0
    package var error: Failure?
    /// Of a source that was not asked; `nil` for one that was.
    package var nextAttempt: NextAttempt?

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
        error = Failure(kind: failure.kind, message: failure.message.english, hint: failure.hint.english)
    }

    /// A source that was not asked, because it must not be asked yet.
    package init(skipping source: SourceName, part: Part, failure: Failure) {
        self.init(source: source, part: part, fetched: 0, kept: WriteResult())
        outcome = .skipped
        error = failure
    }

    /// A source that was not asked, because it is not due.
    package init(notDue source: SourceName, part: Part, next: NextAttempt) {
        self.init(source: source, part: part, fetched: 0, kept: WriteResult())
        outcome = .notDue
        nextAttempt = next
    }

    private enum CodingKeys: String, CodingKey {
        case source, part, outcome, fetched, new, updated, unchanged, rejected, error, nextAttempt = "next_attempt"
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        source = try container.decode(SourceName.self, forKey: .source)
        part = try container.decode(Part.self, forKey: .part)
        outcome = try container.decode(Outcome.self, forKey: .outcome)
        fetched = try container.decode(Int.self, forKey: .fetched)
        new = try container.decode(Int.self, forKey: .new)
        updated = try container.decode(Int.self, forKey: .updated)
        unchanged = try container.decode(Int.self, forKey: .unchanged)
        // Absent from an API of an earlier version.
        rejected = try container.decodeIfPresent(Int.self, forKey: .rejected) ?? 0
        error = try container.decodeIfPresent(Failure.self, forKey: .error)
        nextAttempt = try container.decodeIfPresent(NextAttempt.self, forKey: .nextAttempt)
    }
}
