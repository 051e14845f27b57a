import Domain
import FoundationEssentials
package import Logging
import OperatingSystem

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Writes each event as a line to stderr or as an entry of the journal, with the same field names in every format.
package struct LineLogHandler: LogHandler {
    package var logLevel: Logger.Level
    package var metadata: Logger.Metadata = [:]
    private let label: String
    private let format: LogFormat
    private let journal: JournalSocket?

    /// - Parameters:
    ///   - format: not `auto`.
    ///   - journal: receives events with all fields; those it does not accept go to stderr.
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
        // Work for a run or a request carries its trace id implicitly.
        if let trace = TraceContext.current, fields["trace_id"] == nil { fields["trace_id"] = "\(trace.traceID)" }
        let entry = LogEntry(
            time: Timestamp(Date()), level: event.level, logger: label, message: event.message.description,
            fields: fields.mapValues { "\($0)" })
        if let journal, journal.send(entry) { return }
        // A single write, so that lines of several threads and processes do not interleave.
        let line = Array((entry.line(as: format) + "\n").utf8)
        _ = line.withUnsafeBytes { write(STDERR_FILENO, $0.baseAddress, $0.count) }
    }
}
