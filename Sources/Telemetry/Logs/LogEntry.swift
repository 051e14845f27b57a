package import Domain
import FoundationEssentials
package import Logging

/// A log event with its fields.
package struct LogEntry: Sendable {
    package var time: Timestamp
    package var level: Logger.Level
    package var logger: String
    package var message: String
    package var fields: [String: String]

    package init(time: Timestamp, level: Logger.Level, logger: String, message: String, fields: [String: String]) {
        self.time = time
        self.level = level
        self.logger = logger
        self.message = message
        self.fields = fields
    }

    /// The event as one line, without the line end. Line breaks and controls within its texts are replaced.
    package func line(as format: LogFormat) -> String {
        switch format {
        case .json: json
        case .journald: "<\(level.syslogPriority)>\(sentence)"
        case .text, .auto: "\(time.rfc3339) \(level.rawValue) \(sentence)"
        }
    }

    private var sentence: String {
        let tail = fields.sorted { $0.key < $1.key }.map { "\($0.key)=\(quoted($0.value))" }.joined(separator: " ")
        return message.printableLine() + (tail.isEmpty ? "" : "  \(tail)")
    }

    private func quoted(_ value: String) -> String {
        let line = value.printableLine()
        return line.contains { $0.isWhitespace || $0 == "\"" || $0 == "=" }
            ? "\"\(line.replacing("\"", with: "'"))\"" : line
    }

    private var json: String {
        var object = fields
        object["time"] = time.rfc3339
        object["level"] = level.rawValue
        object["logger"] = logger
        object["message"] = message
        return (try? JSONEncoder.compact.printableText(object))
            ?? "{\"level\":\"error\",\"message\":\"an event could not be encoded\"}"
    }
}

extension Logger.Level {
    /// Severity as in RFC 5424, 6.2.1.
    var syslogPriority: Int {
        switch self {
        case .trace, .debug: 7
        case .info: 6
        case .notice: 5
        case .warning: 4
        case .error: 3
        case .critical: 2
        }
    }
}
