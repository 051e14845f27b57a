/// Where the service says what happened. Implementations add time, host and process.
package protocol Journal: Sendable {
    func record(_ event: Event)
}

/// One thing that happened, as one log line.
package struct Event: Hashable, Sendable {
    package enum Level: String, Sendable { case debug, info, notice, warning, error }

    package let level: Level
    /// A sentence for a person.
    package let message: String
    /// The same for a machine; the names are the contract's (`source`, `kind`, `run`, `trace_id`).
    package let fields: [String: String]

    package init(_ level: Level, _ message: String, _ fields: [String: String] = [:]) {
        self.level = level
        self.message = message
        self.fields = fields
    }
}
