import ArgumentParser
import Domain
import FoundationEssentials
import OperatingSystem
import Storage

struct BackupCommand: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            "backup",
            Phrase(
                "Copies the database into one file while the service runs, and verifies the copy.",
                fr: "Copie la base de données dans un fichier pendant que le service tourne, et vérifie la copie."),
            discussion: Phrase(
                "The file holds the rows of one snapshot as text, with checksums; it can be restored into SQLite and "
                    + "PostgreSQL. Only its owner can read it.",
                fr:
                    "Le fichier contient les lignes d’un même instantané, en texte, avec des sommes de contrôle\u{A0}; "
                    + "il se restaure dans SQLite comme dans PostgreSQL. Seul son propriétaire peut le lire."))
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

    func validate() throws {
        guard !file.isEmpty else {
            throw ValidationError.invalid(
                "FILE", Phrase("the path of a file", fr: "le chemin d’un fichier"), got: file)
        }
    }

    /// A backup over the database itself would replace it under the service. Files count, not paths: a link leads to
    /// the database too.
    private func refuseDatabase(_ path: String, of url: DatabaseURL) throws(CommandFailure) {
        guard let database = url.file else { return }
        let parts = ["", "-wal", "-shm", "-journal"].map { database + $0 }
        let (folder, name) = folderAndName(of: path)
        let isNamed =
            parts.contains { folderAndName(of: $0).name == name }
            && FileIdentity(folder) == FileIdentity(folderAndName(of: database).folder)
        let target = FileIdentity(path)
        guard isNamed || target != nil && parts.contains(where: { FileIdentity($0) == target }) else { return }
        throw CommandFailure(
            .usage,
            Phrase(
                "\(path) is a file of the database itself (\(url))",
                fr: "\(path) est un fichier de la base elle-même (\(url))"),
            hint: Phrase("choose another file", fr: "choisissez un autre fichier"))
    }

    struct Result: Encodable {
        let backup: Backup.Report
        let seconds: Double
    }

    func run() async throws {
        // Root writes the file where the service's user may not, and reads the database as that user.
        let wiring = try Wiring(options, keepingRoot: true)
        let rights = wiring.settings.rightsNeeded
        let path = file.absolutePath
        try refuseDatabase(path, of: wiring.settings.databaseURL)
        let progress = Progress(language: options.language)
        let start = ContinuousClock.now
        let report = try await wiring.withoutDatabase {
            try await stoppingOnSignals {
                try await Backup(of: wiring.settings.databaseURL).write(
                    to: path, replacing: force, rights: rights
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
        let integrity =
            switch backup.verified {
            case .sqlite:
                language.localized(
                    "integrity_check of the database passed, ", fr: "integrity_check de la base réussi, ")
            case .postgres: ""
            }
        let verified = language.localized(
            "\(integrity)every row read back from the file and compared",
            fr: "\(integrity)chaque ligne relue dans le fichier et comparée")
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
                "Stop the services first. The checksums are verified before anything is changed, and only rows are taken "
                    + "from the file. A backup of an older schema is migrated; one of a newer schema is refused.",
                fr:
                    "Arrêtez d’abord les services. Les sommes de contrôle sont vérifiées avant toute modification, et "
                    + "seules des lignes sont reprises du fichier. Une sauvegarde d’un schéma plus ancien est "
                    + "migrée\u{A0}; celle d’un schéma plus récent est refusée."))
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

    @Flag(
        name: .long,
        help: .localized(
            "Restore the rows of a backup of an earlier version, which has no checksums.",
            fr: "Restaure les lignes d’une sauvegarde d’une version antérieure, sans sommes de contrôle."))
    var unverified = false

    struct Result: Encodable {
        let restore: Restore.Report
        let seconds: Double
    }

    func run() async throws {
        // Before root's rights are given up: the backup may be readable by root alone.
        let input = try BackupInput(file.absolutePath)
        let wiring = try Wiring(options)
        let start = ContinuousClock.now
        let report = try await wiring.withoutDatabase {
            try await stoppingOnSignals {
                try await Restore(
                    into: wiring.settings.databaseURL, runTool: PostgresPrograms.run, isGone: wiring.isGone,
                    now: MarketClock.real.now()
                )
                .read(from: input, replacing: force, unverified: unverified)
            }
        }
        if !report.verified {
            writeToStandardError(
                options.language.localized(
                    "warning: \(report.file) has no checksums: damage to it would not have been noticed\n",
                    fr: "avertissement\u{A0}: \(report.file) n’a pas de sommes de contrôle\u{A0}: un dommage serait "
                        + "passé inaperçu\n"))
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
