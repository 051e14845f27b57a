import Domain
import OperatingSystem
import Storage

/// PostgreSQL's own programs, run as commands of the system.
enum PostgresPrograms {
    /// A database that takes longer is backed up by its server's own means.
    private static let limit: Duration = .seconds(6 * 3600)

    static let run: RunTool = { words, environment in
        do throws(CommandError) {
            let result = try await SystemCommand.run(words, within: limit, environment: environment.mapValues { $0 })
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
