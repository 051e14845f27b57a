/// One event of the merged chain, from a log or a record.
package struct TimelineEntry: Hashable, Sendable, Codable {
    package let time: Timestamp
    /// Where it stands: a file, `journal`, `records`.
    package let source: String
    /// `critical` to `trace`, where the source names one.
    package let level: String?
    package let unit: String?
    package let traceID: String?
    package let run: String?
    /// What happened. Text from outside: data, whatever it holds.
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

/// Which entries, newest first.
package struct TimelineQuery: Hashable, Sendable {
    /// Where a page ends: the time of its last entry in milliseconds, and how many entries of that time were given.
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
    /// At least this: `trace`, `debug`, `info`, `notice`, `warning`, `error`, `critical`.
    package var level: String?
    package var before: Position?

    package init(trace: String? = nil, level: String? = nil, before: Position? = nil) {
        self.trace = trace
        self.level = level
        self.before = before
    }
}

/// The merged chain of events, as far back as bounded work reaches.
package protocol TimelineReader: Sendable {
    /// Newest first, at most `limit`. Throws ``ArchiveFailure`` when the records cannot be read; a log that cannot be
    /// read is left out.
    func newest(_ query: TimelineQuery, limit: Int) async throws -> [TimelineEntry]
}
