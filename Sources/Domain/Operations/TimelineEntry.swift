/// One event of the merged timeline, of a log or a record.
package struct TimelineEntry: Hashable, Sendable, Codable {
    package let time: Timestamp
    /// Its source: a file, `journal`, `records`.
    package let source: String
    /// `critical` to `trace`, where the source names one.
    package let level: String?
    package let unit: String?
    package let traceID: String?
    package let run: String?
    /// The message: untrusted text.
    package let message: String

    package init(
        time: Timestamp, source: String, level: String? = nil, unit: String? = nil, traceID: String? = nil,
        run: String? = nil, message: String
    ) {
        self.time = time
        self.source = source
        self.level = level
        self.unit = unit
        self.traceID = traceID
        self.run = run
        self.message = message
    }

    enum CodingKeys: String, CodingKey {
        case time, source, level, unit, traceID = "trace_id", run, message
    }
}

/// The criteria of entries, newest first.
package struct TimelineQuery: Hashable, Sendable {
    /// The end of a page: the time of its last entry in milliseconds, and the number of returned entries of that time.
    package struct Position: Hashable, Sendable {
        package let time: Timestamp
        package let given: Int

        package init(time: Timestamp, given: Int) {
            self.time = time
            self.given = given
        }
    }

    /// 32 hexadecimal digits.
    package var trace: String?
    /// The minimum level: `trace`, `debug`, `info`, `notice`, `warning`, `error`, `critical`.
    package var level: String?
    package var before: Position?
    /// Of the records; lines of logs are as they were written.
    package var language: Language

    package init(
        trace: String? = nil, level: String? = nil, before: Position? = nil, language: Language = .english
    ) {
        self.trace = trace
        self.level = level
        self.before = before
        self.language = language
    }
}

/// Reads the merged timeline, with a bounded amount of work.
package protocol TimelineReader: Sendable {
    /// The newest entries, at most `limit`. Throws ``ArchiveFailure`` when the records cannot be read; an unreadable
    /// log is omitted.
    func newest(_ query: TimelineQuery, limit: Int) async throws -> [TimelineEntry]
}
