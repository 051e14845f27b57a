package import Domain

/// The result of a PostgreSQL program.
package enum ToolResult: Sendable {
    case ended(status: Int32, errors: String)
    /// It could not be started: the reason, and what to do.
    case notRun(Phrase, hint: Phrase)
}

/// Runs a program with arguments, and without any connection parameters in its environment.
package typealias RunTool = @Sendable (_ words: [String]) async -> ToolResult
