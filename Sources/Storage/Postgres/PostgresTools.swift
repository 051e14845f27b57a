import CPostgres
package import Domain

/// The result of a PostgreSQL program (`pg_dump`, `pg_restore`, `psql`).
package enum ToolResult: Sendable {
    case ended(status: Int32, errors: String)
    /// It could not be started: the reason, and what to do.
    case notRun(Phrase, hint: Phrase)
}

/// Runs a program with arguments, and variables added to the environment of this process.
package typealias RunTool = @Sendable (_ words: [String], _ environment: [String: String]) async -> ToolResult

/// PostgreSQL's client programs. They get the connection parameters by the environment, as every user of the host can
/// read an argument list.
struct PostgresTools: Sendable {
    let address: PostgresAddress
    let runTool: RunTool
    private let environment: [String: String]
    /// The value of `--dbname`: the name, and parameters without an environment variable.
    let connection: String

    init(_ address: PostgresAddress, runTool: @escaping RunTool) throws {
        self.address = address
        self.runTool = runTool
        (environment, connection) = try Self.parameters(of: address)
    }

    /// - Parameter host: the host to connect to, one of the address.
    /// - Throws: ``ArchiveFailure`` or ``BackupFailure`` with the output of the program, when it does not exit with 0.
    func run(_ words: [String], host: (name: String, port: String)? = nil) async throws {
        var environment = environment
        if let host {
            environment["PGHOST"] = host.name
            environment["PGPORT"] = host.port
            environment["PGHOSTADDR"] = nil
        }
        switch await runTool(words, environment) {
        case .ended(status: 0, _): return
        case .ended(let status, let errors): throw failure(words[0], status, errors)
        case .notRun(let reason, let hint): throw BackupFailure(.toolMissing, reason, hint: hint)
        }
    }

    private func failure(_ name: String, _ status: Int32, _ errors: String) -> any Error {
        let lines = errors.split(whereSeparator: \.isNewline).prefix(3).joined(separator: "; ")
        let detail = address.redacted(lines.isEmpty ? "it ended with \(status)" : lines)
        let message = Phrase("\(name) failed with \(address)", fr: "\(name) a échoué avec \(address)")
        if detail.contains("No space left on device") || detail.contains("could not extend file") {
            return BackupFailure(
                .diskFull, message + Phrase(": the disk is full", fr: "\u{A0}: le disque est plein"),
                hint: Phrase(
                    "free some space (df -h); nothing was changed",
                    fr: "libérez de l’espace (df -h)\u{A0}; rien n’a été modifié"), detail: detail)
        }
        if detail.contains("server version mismatch") {
            return BackupFailure(
                .toolMissing, message,
                hint: Phrase(
                    "install the client programs of the server's version: apt-get install postgresql-client-NN",
                    fr:
                        "installez les programmes clients de la version du serveur\u{A0}: apt-get install "
                        + "postgresql-client-NN"
                ),
                detail: detail)
        }
        if detail.contains("lock timeout") {
            return ArchiveFailure(.locked, message, hint: Database.stopHint, detail: detail)
        }
        if detail.contains("permission denied") || detail.contains("must be owner") {
            return ArchiveFailure(
                .authentication, message,
                hint: Phrase(
                    "make the user in DATABASE_URL the owner of the tables, or grant the missing privileges",
                    fr:
                        "faites de l’utilisateur de DATABASE_URL le propriétaire des tables, ou accordez les droits "
                        + "manquants"
                ),
                detail: detail)
        }
        if name == "pg_restore" {
            return BackupFailure(
                .unusable, message,
                hint: Phrase(
                    "the archive is damaged or was cut short: use another backup",
                    fr: "l’archive est endommagée ou tronquée\u{A0}: utilisez une autre sauvegarde"), detail: detail)
        }
        return ArchiveFailure(
            .unreachable, message,
            hint: Phrase(
                "check the server that DATABASE_URL names, and its log; nothing was changed",
                fr: "vérifiez le serveur indiqué dans DATABASE_URL et son journal\u{A0}; rien n’a été modifié"),
            detail: detail)
    }

    /// The parameters of the URI as environment variables of libpq
    /// (https://www.postgresql.org/docs/current/libpq-envars.html).
    private static func parameters(of address: PostgresAddress) throws -> ([String: String], String) {
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
                    throw BackupFailure(
                        .unusable,
                        Phrase(
                            "DATABASE_URL holds sslpassword, which cannot be handed to PostgreSQL's programs without "
                                + "exposing it to every user of the host",
                            fr:
                                "DATABASE_URL contient sslpassword, qui ne peut être transmis aux programmes de "
                                + "PostgreSQL sans être visible de tous"
                        ),
                        hint: Phrase(
                            "use a client key without a passphrase, readable by its owner alone",
                            fr: "utilisez une clé client sans phrase secrète, lisible par son seul propriétaire"))
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
