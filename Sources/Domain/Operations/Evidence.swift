/// One observed fact.
package struct Evidence: Hashable, Sendable, Codable {
    /// When it was observed or logged; `nil` where the fact has no time of its own.
    package let time: Timestamp?
    /// Where it comes from: a file, a unit's journal, a table, a command.
    package let source: String
    /// The line itself. Never holds a secret.
    package let line: String

    package init(time: Timestamp? = nil, source: String, line: String) {
        self.time = time
        self.source = source
        self.line = line
    }
}
