import Domain
import FoundationEssentials
package import Logging
import OperatingSystem

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Writes one event as one line to stderr, or as one entry of the journal, with the same field names in every format.
package struct LineLogHandler: LogHandler {
    package var logLevel: Logger.Level
    package var metadata: Logger.Metadata = [:]
    private let label: String
    private let format: LogFormat
    private let journal: JournalSocket?

    /// - Parameters:
    ///   - format: not `auto`.
    ///   - journal: where events go with all their fields; stderr gets those that it does not take.
    package init(label: String, format: LogFormat, level: Logger.Level, journal: JournalSocket? = nil) {
        self.journal = journal
        self.label = label
        self.format = format
        logLevel = level
    }

    package subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    package func log(event: LogEvent) {
        var fields = metadata.merging(event.metadata ?? [:]) { _, new in new }
        if let error = event.error { fields["error"] = "\(error)" }
        // What is done for a run or a request says so, without every line having to think of it.
        if let trace = TraceContext.current, fields["trace_id"] == nil { fields["trace_id"] = "\(trace.traceID)" }
        let entry = LogEntry(
            time: Timestamp(Date()), level: event.level, logger: label, message: event.message.description,
            fields: fields.mapValues { "\($0)" })
        if let journal, journal.send(entry) { return }
        // One write for the whole line, so that lines of several threads and processes do not mix.
        let line = Array((entry.line(as: format) + "\n").utf8)
        _ = line.withUnsafeBytes { write(STDERR_FILENO, $0.baseAddress, $0.count) }
    }
}
