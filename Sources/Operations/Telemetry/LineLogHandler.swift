import Domain
import FoundationEssentials
package import Logging

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// Writes one event as one line to stderr, with the same field names in every format.
package struct LineLogHandler: LogHandler {
    package var logLevel: Logger.Level
    package var metadata: Logger.Metadata = [:]
    private let label: String
    private let format: LogFormat

    /// - Parameter format: not `auto`.
    package init(label: String, format: LogFormat, level: Logger.Level) {
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
        let entry = LogEntry(
            time: Timestamp(Date()), level: event.level, logger: label, message: event.message.description,
            fields: fields.mapValues { "\($0)" })
        // One write for the whole line, so that lines of several threads and processes do not mix.
        let line = Array((entry.line(as: format) + "\n").utf8)
        _ = line.withUnsafeBytes { write(STDERR_FILENO, $0.baseAddress, $0.count) }
    }
}
