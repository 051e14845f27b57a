/// The log. Implementations add time, host and process.
package protocol Journal: Sendable {
    func record(_ event: Event)
}

/// An event, as one log line.
package struct Event: Hashable, Sendable {
    package enum Level: String, Sendable { case debug, info, notice, warning, error }

    package let level: Level
    /// A sentence for a person.
    package let message: String
    /// The same in machine-readable form; the names are those of the contract (`source`, `kind`, `run`, `trace_id`).
    package let fields: [String: String]

    package init(_ level: Level, _ message: String, _ fields: [String: String] = [:]) {
        self.level = level
        self.message = message
        self.fields = fields
    }
}
