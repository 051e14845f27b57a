import CPostgres
import Domain

/// What became of a program of PostgreSQL's (`pg_dump`, `pg_restore`, `psql`).
package enum ToolResult: Sendable {
    case ended(status: Int32, errors: String)
    /// With the reason and what to do.
    case notRun(String, hint: String)
}

/// Runs a program with its words, and with variables on top of this process's environment.
package typealias RunTool = @Sendable (_ words: [String], _ environment: [String: String]) async -> ToolResult

/// PostgreSQL's own programs, told by their environment where to go: everybody on the host can read an argument list, and only their owner
/// an environment.
struct PostgresTools: Sendable {
    let address: PostgresAddress
    let runTool: RunTool
    private let environment: [String: String]
    /// For `--dbname`: the name, and what no variable can tell.
    let connection: String

    init(_ address: PostgresAddress, runTool: @escaping RunTool) throws(ArchiveFailure) {
        self.address = address
        self.runTool = runTool
        (environment, connection) = try Self.parameters(of: address)
    }

    /// - Parameter host: the one to go to, of those in the address.
    /// - Throws: ``ArchiveFailure`` with what the program said, when it does not end with 0.
    func run(_ words: [String], host: (name: String, port: String)? = nil) async throws(ArchiveFailure) {
        var environment = environment
        if let host {
            environment["PGHOST"] = host.name
            environment["PGPORT"] = host.port
            environment["PGHOSTADDR"] = nil
        }
        switch await runTool(words, environment) {
        case .ended(status: 0, _): return
        case .ended(let status, let errors): throw failure(words[0], status, errors)
        case .notRun(let reason, let hint): throw ArchiveFailure(.toolMissing, reason, hint: hint)
        }
    }

    private func failure(_ name: String, _ status: Int32, _ errors: String) -> ArchiveFailure {
        let lines = errors.split(whereSeparator: \.isNewline).prefix(3).joined(separator: "; ")
        let said = address.redacted(lines.isEmpty ? "it ended with \(status)" : lines)
        func failure(_ kind: ArchiveFailure.Kind, _ hint: String) -> ArchiveFailure {
            ArchiveFailure(kind, "\(name) failed with \(address): \(said)", hint: hint)
        }
        if said.contains("No space left on device") || said.contains("could not extend file") {
            return failure(.diskFull, "free some space (df -h); nothing was changed")
        }
        if said.contains("server version mismatch") {
            return failure(
                .toolMissing,
                "install the client programs of the server's version: apt-get install postgresql-client-NN")
        }
        if said.contains("lock timeout") { return failure(.locked, Database.stopHint) }
        if said.contains("permission denied") || said.contains("must be owner") {
            return failure(
                .authentication, "make the user in DATABASE_URL the owner of the tables, or grant it what is missing")
        }
        if name == "pg_restore" {
            return failure(.unusableFile, "the archive is damaged or was cut short: use another backup")
        }
        return failure(.unreachable, "check the server that DATABASE_URL names, and its log; nothing was changed")
    }

    /// The parameters of the URI as the variables that libpq knows for them (https://www.postgresql.org/docs/current/libpq-envars.html).
    private static func parameters(of address: PostgresAddress) throws(ArchiveFailure) -> ([String: String], String) {
        guard let first = PQconninfoParse(address.conninfo, nil) else {
            throw PostgresFailure.unreachable(address, "DATABASE_URL cannot be read by libpq")
        }
        defer { PQconninfoFree(first) }
        var environment = ["PGCONNECT_TIMEOUT": "5", "PGAPPNAME": "bitcoin-analyzer", "PGCLIENTENCODING": "UTF8"]
        if address.hosts.count > 1, !address.choosesSession { environment["PGTARGETSESSIONATTRS"] = "read-write" }
        var words: [String] = []
        var option = first
        while let keyword = option.pointee.keyword {
            if let raw = option.pointee.val {
                let value = String(cString: raw)
                if let variable = option.pointee.envvar {
                    environment[String(cString: variable)] = value
                } else if String(cString: keyword) == "sslpassword" {
                    throw ArchiveFailure(
                        .unusableFile,
                        "DATABASE_URL holds sslpassword, which cannot be handed to PostgreSQL's programs without showing it to everybody",
                        hint: "use a client key without a passphrase, readable by its owner alone")
                } else {
                    words.append("\(String(cString: keyword))=\(quoted(value))")
                }
            }
            option += 1
        }
        return (environment, (["dbname=\(quoted(address.database))"] + words).joined(separator: " "))
    }

    /// https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-CONNSTRING-KEYWORD-VALUE
    private static func quoted(_ value: String) -> String {
        "'" + value.replacing("\\", with: "\\\\").replacing("'", with: "\\'") + "'"
    }
}
