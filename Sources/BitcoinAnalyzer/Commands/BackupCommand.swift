import ArgumentParser
import Domain
import FoundationEssentials
import Storage

struct BackupCommand: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            "backup",
            Phrase(
                "Copies the database into one file while the service runs, and verifies the copy.",
                fr: "Copie la base de données dans un fichier pendant que le service tourne, et vérifie la copie."),
            discussion: Phrase(
                "SQLite: the online backup API. PostgreSQL: pg_dump, custom format. Only its owner can read the file.",
                fr:
                    "SQLite\u{A0}: l’API de sauvegarde en ligne. PostgreSQL\u{A0}: pg_dump, format "
                    + "«\u{A0}custom\u{A0}». Seul son propriétaire peut lire le fichier."))
    }

    @OptionGroup var options: CommonOptions

    @Argument(
        help: .localized(
            "The file to write; its folder must exist.",
            fr: "Le fichier à écrire\u{A0}; son dossier doit exister.", value: Phrase("file", fr: "fichier")))
    var file: String

    @Flag(
        name: .long,
        help: .localized(
            "Overwrite the file if it exists.",
            fr: "Remplace le fichier s’il existe."))
    var force = false

    struct Result: Encodable {
        let backup: Backup.Report
        let seconds: Double
    }

    func run() async throws {
        let wiring = try Wiring(options)
        let path = file.absolutePath
        let progress = Progress(language: options.language)
        let start = ContinuousClock.now
        let report = try await wiring.withoutDatabase {
            try await stoppingOnSignals {
                try await Backup(of: wiring.settings.databaseURL, runTool: PostgresPrograms.run).write(
                    to: path, replacing: force
                ) { progress.show($0, path) }
            }
        }
        progress.end()
        let result = Result(backup: report, seconds: (ContinuousClock.now - start).inSeconds)
        try Output(options: options).write(result) { result.lines($0) }
    }
}

extension BackupCommand.Result {
    func lines(_ language: Language) -> [String] {
        let verified =
            switch backup.verified {
            case .sqlite:
                language.localized(
                    "integrity_check passed, schema and row counts read from the copy",
                    fr: "integrity_check réussi, schéma et nombres de lignes relus dans la copie")
            case .postgres:
                language.localized(
                    "completely read by pg_restore, row counts compared with the dumped snapshot",
                    fr: "relu en entier par pg_restore, nombres de lignes comparés à l’instantané sauvegardé")
            }
        return [
            language.localized(
                "\(backup.database) was backed up to \(backup.file)",
                fr: "\(backup.database) est sauvegardée dans \(backup.file)"),
            language.localized(
                "\(backup.bytes) bytes, schema \(backup.schema), \(seconds) s",
                fr: "\(backup.bytes) octets, schéma \(backup.schema), \(seconds) s"),
        ] + backup.tables.lines + newest(backup.newestCandle, language) + [
            language.localized("verified: \(verified)", fr: "vérifié\u{A0}: \(verified)")
        ]
    }
}

struct RestoreCommand: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            "restore",
            Phrase(
                "Replaces the database with a backup, completely or not at all.",
                fr: "Remplace la base de données par une sauvegarde, en entier ou pas du tout."),
            discussion: Phrase(
                "Stop the services first. A backup of an older schema is migrated; one of a newer schema is refused.",
                fr:
                    "Arrêtez d’abord les services. Une sauvegarde d’un schéma plus ancien est migrée\u{A0}; celle "
                    + "d’un schéma plus récent est refusée."))
    }

    @OptionGroup var options: CommonOptions

    @Argument(
        help: .localized(
            "A file written by backup.",
            fr: "Un fichier écrit par backup.", value: Phrase("file", fr: "fichier")))
    var file: String

    @Flag(
        name: .long,
        help: .localized(
            "Replace a database that has data, or that cannot be read. The old SQLite file is kept beside the new one.",
            fr: "Remplace une base qui contient des données, ou qui est illisible. L’ancien fichier SQLite est "
                + "conservé à côté du nouveau.")
    )
    var force = false

    struct Result: Encodable {
        let restore: Restore.Report
        let seconds: Double
    }

    func run() async throws {
        let wiring = try Wiring(options)
        let path = file.absolutePath
        let start = ContinuousClock.now
        let report = try await wiring.withoutDatabase {
            try await stoppingOnSignals {
                try await Restore(
                    into: wiring.settings.databaseURL, runTool: PostgresPrograms.run, isGone: wiring.isGone,
                    now: MarketClock.real.now()
                )
                .read(from: path, replacing: force)
            }
        }
        let result = Result(restore: report, seconds: (ContinuousClock.now - start).inSeconds)
        try Output(options: options).write(result) { result.lines($0) }
    }
}

extension RestoreCommand.Result {
    func lines(_ language: Language) -> [String] {
        let migrated =
            restore.schema == restore.schemaBefore
            ? ""
            : language.localized(
                ", migrated from \(restore.schemaBefore)", fr: ", migré depuis le \(restore.schemaBefore)")
        let kept =
            restore.kept.map {
                [
                    language.localized(
                        "the previous database is kept as \($0)",
                        fr: "la base précédente est conservée dans \($0)")
                ]
            } ?? []
        return [
            language.localized(
                "\(restore.database) was restored from \(restore.file)",
                fr: "\(restore.database) est restaurée depuis \(restore.file)"),
            language.localized(
                "schema \(restore.schema)\(migrated), \(seconds) s",
                fr: "schéma \(restore.schema)\(migrated), \(seconds) s"),
        ] + restore.tables.lines + newest(restore.newestCandle, language) + kept
    }
}

extension [TableCount] {
    /// Table names and row counts in two columns.
    var lines: [String] { Columns(map { [$0.table, "\($0.rows)"] }).lines }
}

private func newest(_ candle: Timestamp?, _ language: Language) -> [String] {
    candle.map { [language.localized("newest candle: \($0)", fr: "chandelier le plus récent\u{A0}: \($0)")] } ?? []
}

extension String {
    /// The absolute path, relative to the working directory.
    var absolutePath: String { hasPrefix("/") ? self : FileManager.default.currentDirectoryPath + "/" + self }
}

extension Duration {
    /// Seconds, rounded to two decimals.
    var inSeconds: Double { (Double(wholeMilliseconds) / 10).rounded() / 100 }
}
