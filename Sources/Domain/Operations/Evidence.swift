/// One observed fact.
package struct Evidence: Hashable, Sendable, Codable {
    /// When it was observed or logged; `nil` where the fact has no time of its own.
    package let time: Timestamp?
    /// The source: a file, a journal unit, a table, a command.
    package let source: String
    /// The line itself, without secrets.
    package let line: String

    package init(time: Timestamp? = nil, source: String, line: String) {
        self.time = time
        self.source = source
        self.line = line
    }
}
