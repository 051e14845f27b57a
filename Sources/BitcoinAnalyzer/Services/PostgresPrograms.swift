import Domain
import OperatingSystem
import Storage

/// Runs PostgreSQL's client programs as system commands.
enum PostgresPrograms {
    /// The time limit for an archive.
    private static let limit: Duration = .seconds(6 * 3600)

    static let run: RunTool = { words in
        do throws(CommandError) {
            let result = try await SystemCommand.run(words, within: limit)
            return .ended(status: result.status, errors: result.errors)
        } catch {
            return .notRun(
                error.phrase,
                hint: Phrase(
                    "install PostgreSQL's client programs: apt-get install postgresql-client",
                    fr: "installez les programmes clients de PostgreSQL\u{A0}: apt-get install postgresql-client"))
        }
    }
}
