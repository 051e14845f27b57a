import Domain

/// What PostgreSQL's errors mean, in our words. The codes: https://www.postgresql.org/docs/current/errcodes-appendix.html
enum PostgresFailure {
    /// A connection that could not be made.
    /// - Parameter state: SQLSTATE, where the server answered with one.
    static func connecting(_ address: PostgresAddress, said: String, state: String?) -> ArchiveFailure {
        guard let state else { return unreachable(address, said) }
        return known(address, said: said, state: state) ?? unreachable(address, said)
    }

    /// A statement that failed.
    /// - Parameter lost: whether the connection went with it.
    static func running(_ address: PostgresAddress, said: String, state: String?, lost: Bool) -> ArchiveFailure {
        if let state, let failure = known(address, said: said, state: state) { return failure }
        if lost { return unreachable(address, said) }
        let code = state.map { " (SQLSTATE \($0))" } ?? ""
        return ArchiveFailure(
            .statement, "\(address) refused a statement: \(line(address, said))\(code)", hint: "report this as a bug")
    }

    static func unreachable(_ address: PostgresAddress, _ said: String) -> ArchiveFailure {
        let host = address.hosts.first
        return ArchiveFailure(
            .unreachable, "cannot reach \(address): \(line(address, said))",
            hint:
                "check the host in DATABASE_URL and that its server runs: pg_isready -h \(host?.name ?? "HOST") -p \(host?.port ?? 5432)"
        )
    }

    /// Whether the text of a refusal has the form that a server's own error has, in whatever language.
    static func comesFromServer(_ said: String) -> Bool { said.contains(":  ") }

    /// The code in a verbose message, `FATAL:  28P01: …`.
    static func state(in said: String) -> String? {
        guard let mark = said.firstRange(of: ":  ") else { return nil }
        let code = said[mark.upperBound...].prefix { $0 != ":" }
        return code.utf8.count == 5 && code.allSatisfy { $0.isASCII && ($0.isNumber || $0.isUppercase) }
            ? String(code) : nil
    }

    private static func known(_ address: PostgresAddress, said: String, state: String) -> ArchiveFailure? {
        let said = line(address, said)
        func failure(_ kind: ArchiveFailure.Kind, _ what: String, _ hint: String) -> ArchiveFailure {
            ArchiveFailure(kind, "\(address) \(what): \(said)", hint: hint)
        }
        let user = address.user ?? "the user"
        switch (state.prefix(2), state) {
        case ("28", _):
            return failure(
                .authentication, "refuses \(user)",
                "check user and password in DATABASE_URL (or DATABASE_URL_FILE), and pg_hba.conf on the server")
        case (_, "3D000"):
            return failure(
                .notFound, "does not exist",
                "create it on the server (createdb -O \(user) \(address.database)), or correct the name in DATABASE_URL"
            )
        case (_, "42501"):
            return failure(
                .authentication, "does not permit this to \(user)",
                "make \(user) the owner of the database in DATABASE_URL, or grant it what is missing")
        case (_, "42P01"):
            return failure(.notMigrated, "lacks a table", "run bitcoin-analyzer migrate, or check DATABASE_URL")
        case (_, "25006"):
            return failure(
                .readOnly, "cannot be written",
                "it may be a standby: name the primary in DATABASE_URL, or all hosts with target_session_attrs=read-write"
            )
        case (_, "53100"):
            return failure(
                .diskFull, "cannot grow, its disk is full", "free some space on the server; nothing was half written")
        case (_, "55P03"), (_, "57014"), (_, "40001"), (_, "40P01"):
            return failure(
                .locked, "kept this program waiting for too long",
                "try again; if it stays, look for who holds the lock: select * from pg_stat_activity")
        case ("08", _), (_, "53300"), (_, "57P01"), (_, "57P02"), (_, "57P03"), (_, "57P05"):
            return failure(
                .unreachable, "is not there at the moment", "try again; check the server that DATABASE_URL names")
        case ("XX", "XX001"), ("XX", "XX002"), (_, "58030"):
            return failure(.corrupt, "is damaged", "check the server's disk and log; restore a backup with pg_restore")
        case (_, "22P05"), (_, "22021"):
            return failure(
                .statement, "cannot hold every character",
                "create the database in DATABASE_URL anew with ENCODING 'UTF8'")
        default:
            return nil
        }
    }

    /// libpq's text on one line, without a password.
    private static func line(_ address: PostgresAddress, _ said: String) -> String {
        address.redacted(said.split(whereSeparator: \.isNewline).joined(separator: "; ").replacing("\t", with: " "))
    }
}
