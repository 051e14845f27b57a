/// One observed fact that a statement rests on.
package struct Evidence: Hashable, Sendable, Codable {
    /// When it was so; `nil` where the fact has no moment of its own.
    package let time: Timestamp?
    /// Where it stands: a file, a unit's journal, a table, a command.
    package let source: String
    /// The line itself. Never holds a secret.
    package let line: String

    package init(time: Timestamp? = nil, source: String, line: String) {
        self.time = time
        self.source = source
        self.line = line
    }
}
