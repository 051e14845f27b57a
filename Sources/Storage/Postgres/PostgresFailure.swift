import Domain
import OperatingSystem

/// Maps PostgreSQL's errors to failures. The codes: https://www.postgresql.org/docs/current/errcodes-appendix.html
enum PostgresFailure {
    /// A failed connection attempt.
    /// - Parameter state: the SQLSTATE, where the server returned one.
    static func connecting(_ address: PostgresAddress, message: String, state: String?) -> ArchiveFailure {
        guard let state else { return unreachable(address, message) }
        return known(address, message: message, state: state, isConnecting: true) ?? unreachable(address, message)
    }

    /// A failed statement.
    /// - Parameters:
    ///   - schema: the one that the session uses.
    ///   - lost: whether the connection was lost.
    static func running(
        _ address: PostgresAddress, schema: String? = nil, message: String, state: String?, lost: Bool
    ) -> ArchiveFailure {
        if let state, let failure = known(address, schema, message: message, state: state) { return failure }
        if lost { return unreachable(address, message) }
        let code = state.map { " (SQLSTATE \($0))" } ?? ""
        return ArchiveFailure(
            .statement, Phrase("\(address) refused a statement", fr: "\(address) a refusé une requête"),
            hint: .reportBug,
            detail: line(address, message) + code)
    }

    /// No connection: what libpq says, and what to do on the host that it concerns.
    static func unreachable(_ address: PostgresAddress, _ message: String) -> ArchiveFailure {
        if !FreeDescriptors.areLeft() { return .outOfDescriptors(address.description, line(address, message)) }
        let (what, hint, command) = PostgresReach(address, message).advice
        return ArchiveFailure(
            .unreachable, Phrase("cannot reach \(address)", fr: "\(address) est injoignable") + what, hint: hint,
            detail: line(address, message), command: command)
    }

    /// Whether a message has the form of a server error, in any language.
    static func isServerError(_ message: String) -> Bool { message.contains(":  ") }

    /// The SQLSTATE in a verbose message: `FATAL:  28P01: …`.
    static func state(in message: String) -> String? {
        guard let mark = message.firstRange(of: ":  ") else { return nil }
        let code = message[mark.upperBound...].prefix { $0 != ":" }
        return code.utf8.count == 5 && code.allSatisfy { $0.isASCII && ($0.isNumber || $0.isUppercase) }
            ? String(code) : nil
    }

    /// Folders of the server's own files (https://www.postgresql.org/docs/current/storage-file-layout.html): their
    /// paths stand in messages of any language.
    private static let dataFolders = ["base/", "global/", "pg_wal/", "pg_xact/", "pg_multixact/", "pg_tblspc/"]

    private static func known(
        _ address: PostgresAddress, _ schema: String? = nil, message: String, state: String, isConnecting: Bool = false
    ) -> ArchiveFailure? {
        let namesFile = dataFolders.contains { message.contains($0) }
        func failure(_ kind: ArchiveFailure.Kind, _ what: Phrase, _ hint: Phrase, _ command: String? = nil)
            -> ArchiveFailure
        {
            ArchiveFailure(
                kind, Phrase(verbatim: "\(address) ") + what, hint: hint,
                detail: line(address, message) + " (SQLSTATE \(state))", command: command)
        }
        var damaged: ArchiveFailure {
            failure(
                .corrupt, Phrase("is damaged", fr: "est endommagée"),
                Phrase(
                    "check the server's disk and log; restore a backup with pg_restore",
                    fr: "vérifiez le disque et le journal du serveur\u{A0}; restaurez une sauvegarde avec pg_restore"))
        }
        let user = address.user.map { Phrase(verbatim: $0) } ?? Phrase("the user", fr: "l’utilisateur")
        switch (state.prefix(2), state) {
        case ("28", _):
            return failure(
                .authentication, Phrase("refuses ", fr: "refuse ") + user,
                Phrase(
                    "check user and password in DATABASE_URL (or DATABASE_URL_FILE), and pg_hba.conf on the server",
                    fr:
                        "vérifiez l’utilisateur et le mot de passe dans DATABASE_URL (ou DATABASE_URL_FILE), et "
                        + "pg_hba.conf sur le serveur"
                ),
                // A role that may not log in, or whose password has expired, gets the error of a wrong password.
                "bitcoin-analyzer settings; "
                    + address.superuser(
                        "SELECT rolname, rolcanlogin, rolvaliduntil FROM pg_roles WHERE rolname = "
                            + "\(PostgresAddress.text(address.user ?? "USER"))", in: "postgres"))
        // The only reason for it before there is a session.
        case (_, "55000") where isConnecting || message.contains("not currently accepting connections"):
            return failure(
                .unreachable,
                Phrase(
                    "accepts no connections (ALLOW_CONNECTIONS)",
                    fr: "n’accepte aucune connexion "
                        + "(ALLOW_CONNECTIONS)"),
                Phrase(
                    "allow connections to the database again; its server runs",
                    fr: "autorisez de nouveau les connexions à la base\u{A0}; son serveur fonctionne"),
                address.superuser(
                    "ALTER DATABASE \(PostgresAddress.identifier(address.database)) ALLOW_CONNECTIONS true",
                    in: "postgres"))
        // The server’s own system refuses it a file (errcode_for_file_access of the server): EACCES, EPERM, EROFS.
        case (_, "42501") where namesFile || message.contains("could not ") && message.contains(" file "):
            return failure(
                .readOnly,
                Phrase(
                    "cannot be written: the server may not write its own data folder",
                    fr:
                        "ne peut pas être écrite\u{A0}: le serveur ne peut pas écrire dans son propre dossier de données"
                ),
                Phrase(
                    "check the file system and the owner of the server’s data folder; privileges of users are not the "
                        + "reason",
                    fr:
                        "vérifiez le système de fichiers et le propriétaire du dossier de données du serveur\u{A0}; les "
                        + "droits des utilisateurs ne sont pas en cause"),
                address.superuser("SHOW data_directory", in: "postgres")
                    + "; findmnt -O ro; sudo ls -ld /var/lib/postgresql/*/*")
        case (_, "3F000"):
            return failure(
                .otherSchema,
                Phrase("has no schema for new tables", fr: "n’a aucun schéma pour de nouvelles tables"),
                Phrase(
                    "set search_path of the role back to the schema that holds the tables, or create it",
                    fr: "rétablissez search_path du rôle sur le schéma qui contient les tables, ou créez-le"),
                address.superuser(
                    "SELECT setting, source FROM pg_settings WHERE name = 'search_path'; SELECT schemaname, count(*) "
                        + "FROM pg_tables GROUP BY 1"))
        case (_, "P0001"):
            return failure(
                .readOnly,
                Phrase(
                    "does not take what is written: a trigger refuses it",
                    fr: "n’accepte pas les écritures\u{A0}: un déclencheur les refuse"),
                Phrase(
                    "correct or disable that trigger, which is not part of this program",
                    fr: "corrigez ou désactivez ce déclencheur, qui ne fait pas partie de ce programme"),
                address.superuser(
                    "SELECT tgrelid::regclass AS on_table, tgname, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT "
                        + "tgisinternal"))
        // The server knows the database, and its files are gone.
        case (_, "3D000") where namesFile: return damaged
        case (_, "3D000"):
            let command =
                "createdb -O \(PostgresAddress.word(address.user ?? "USER")) \(PostgresAddress.word(address.database))"
            return failure(
                .notFound, Phrase("does not exist", fr: "n’existe pas"),
                Phrase(
                    "create it on the server (\(command)), or correct the name in DATABASE_URL",
                    fr: "créez-la sur le serveur (\(command)), ou corrigez le nom dans DATABASE_URL"))
        case (_, "42501"):
            return failure(
                .authentication, Phrase("does not permit this to ", fr: "ne permet pas cela à ") + user,
                Phrase(
                    "make \(user.english) the owner of the tables in DATABASE_URL, or grant the missing privileges",
                    fr:
                        "faites de \(user.french) le propriétaire des tables de DATABASE_URL, ou accordez les droits "
                        + "manquants"
                ),
                address.superuser(
                    "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA "
                        + PostgresAddress.identifier(schema ?? "public") + " TO "
                        + (address.user.map(PostgresAddress.identifier) ?? "USER")))
        // No such table, column or constraint, or one of another type.
        case (_, "42P01"), (_, "42703"), (_, "42P10"), (_, "42804"), (_, "42883"):
            return failure(
                .schemaDamaged, .lacksTable, .restoreBackup, "bitcoin-analyzer restore BACKUP --force")
        case (_, "53300"):
            return failure(
                .connectionsExhausted,
                Phrase("accepts no further connections", fr: "n’accepte plus de connexions"),
                Phrase(
                    "close the sessions of the program that holds most of them, or raise max_connections (or the limit "
                        + "of the role or database)",
                    fr: "fermez les sessions du programme qui en occupe le plus, ou augmentez max_connections (ou la "
                        + "limite du rôle ou de la base)"), address.superuser(PostgresSessions.counted))
        case (_, "57P03"):
            return failure(
                .unreachable, Phrase("is starting up or shutting down", fr: "démarre ou s’arrête"),
                Phrase(
                    "wait until it accepts connections; if it does not within minutes, read the server’s log",
                    fr:
                        "attendez qu’elle accepte les connexions\u{A0}; si cela dure plusieurs minutes, lisez le journal "
                        + "du serveur"), address.ready)
        case (_, "25006"):
            return failure(
                .readOnly, Phrase("cannot be written", fr: "ne peut pas être écrite"),
                Phrase(
                    "it may be a standby: name the primary in DATABASE_URL, or all hosts with "
                        + "target_session_attrs=read-write",
                    fr:
                        "c’est peut-être un serveur de secours\u{A0}: indiquez le primaire dans DATABASE_URL, ou tous "
                        + "les hôtes avec target_session_attrs=read-write"
                ),
                address.superuser(
                    "SELECT pg_is_in_recovery() AS standby, setting AS read_only, source FROM pg_settings WHERE name = \'default_transaction_read_only\'"
                ))
        case (_, "53100"):
            return failure(
                .diskFull, Phrase("cannot grow, its disk is full", fr: "ne peut pas grandir, son disque est plein"),
                Phrase(
                    "free some space on the server; no write is half done",
                    fr: "libérez de l’espace sur le serveur\u{A0}; aucune écriture n’est restée à moitié faite"))
        case (_, "55P03"), (_, "57014"), (_, "40001"), (_, "40P01"):
            return failure(
                .locked,
                Phrase("kept this program waiting for too long", fr: "a fait attendre ce programme trop longtemps"),
                Phrase(
                    "try again; if it stays, find who holds the lock in pg_stat_activity, and let that session finish",
                    fr:
                        "réessayez\u{A0}; si cela persiste, cherchez qui tient le verrou dans pg_stat_activity, et "
                        + "laissez cette session finir"
                ), address.superuser(PostgresSessions.holding))
        case ("08", _), ("53", _), (_, "57P01"), (_, "57P02"), (_, "57P05"):
            return failure(
                .unreachable, Phrase("is not available at the moment", fr: "n’est pas disponible pour le moment"),
                Phrase(
                    "try again; check the server that DATABASE_URL names",
                    fr: "réessayez\u{A0}; vérifiez le serveur indiqué dans DATABASE_URL"), address.ready)
        case ("XX", "XX001"), ("XX", "XX002"), (_, "58030"),
            (_, "58P01") where namesFile:
            return damaged
        case (_, "22P05"), (_, "22021"):
            return failure(
                .statement, Phrase("cannot store every character", fr: "ne peut pas stocker tous les caractères"),
                Phrase(
                    "recreate the database in DATABASE_URL with ENCODING 'UTF8'",
                    fr: "recréez la base indiquée dans DATABASE_URL avec ENCODING 'UTF8'"))
        default:
            return nil
        }
    }

    /// libpq's text, which holds that of the server, on one printable line, without a password.
    static func line(_ address: PostgresAddress, _ message: String) -> String {
        address.redacted(message.split(whereSeparator: \.isNewline).joined(separator: "; ")).printableLine()
    }
}
