package import Domain
package import Logging

/// Writes the events of the journal port as log lines.
package struct LoggingJournal: Journal {
    private let logger: Logger

    package init(_ logger: Logger) { self.logger = logger }

    package func record(_ event: Event) {
        logger.log(
            level: Logger.Level(event.level), "\(event.message)", metadata: event.fields.mapValues { .string($0) })
    }
}

extension Logger.Level {
    fileprivate init(_ level: Event.Level) {
        switch level {
        case .debug: self = .debug
        case .info: self = .info
        case .notice: self = .notice
        case .warning: self = .warning
        case .error: self = .error
        }
    }
}
