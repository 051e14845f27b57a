import ArgumentParser
import Domain
import FoundationEssentials
import Storage

struct BackupCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup",
        abstract: "Copies the whole database into one file while the service runs, and reads the copy back.",
        discussion:
            "SQLite: the online backup API. PostgreSQL: pg_dump in its custom format. The file is readable by its owner alone."
    )

    @OptionGroup var options: CommonOptions

    @Argument(help: "The file to write; its folder has to be there.")
    var file: String

    @Flag(name: .long, help: "Replace the file when it is there already.")
    var force = false

    struct Result: Encodable {
        let backup: Backup.Report
        let seconds: Double
    }

    func run() async throws {
        let wiring = try Wiring(options)
        let path = file.absolutePath
        let progress = Progress(language: options.language)
        let began = ContinuousClock.now
        let report = try await wiring.withoutDatabase {
            try await stoppingOnSignals {
                try await Backup(of: wiring.settings.databaseURL, runTool: PostgresPrograms.run).write(
                    to: path, replacing: force
                ) { progress.show($0, path) }
            }
        }
        progress.end()
        let result = Result(backup: report, seconds: (ContinuousClock.now - began).inSeconds)
        try Output(options: options).write(result) { result.lines($0) }
    }
}

extension BackupCommand.Result {
    func lines(_ language: Language) -> [String] {
        let verified =
            switch backup.verified {
            case .sqlite:
                language.localized(
                    "every page read back (integrity_check), schema and rows counted in the copy",
                    fr: "chaque page relue (integrity_check), schéma et lignes comptés dans la copie")
            case .postgres:
                language.localized(
                    "unpacked whole by pg_restore, rows counted in it and compared with the snapshot that was dumped",
                    fr: "déballé en entier par pg_restore, lignes comptées et comparées à l'instantané sauvegardé")
            }
        return [
            language.localized(
                "\(backup.database) is in \(backup.file)", fr: "\(backup.database) est dans \(backup.file)"),
            language.localized(
                "\(backup.bytes) bytes, schema \(backup.schema), \(seconds) s",
                fr: "\(backup.bytes) octets, schéma \(backup.schema), \(seconds) s"),
        ] + backup.tables.lines + newest(backup.newestCandle, language) + [
            language.localized("verified: \(verified)", fr: "vérifié : \(verified)")
        ]
    }
}

struct RestoreCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "restore", abstract: "Puts a backup in the place of the database, all of it or nothing.",
        discussion:
            "Stop the services first. A backup of an older version is brought up to date; one of a newer version is refused."
    )

    @OptionGroup var options: CommonOptions

    @Argument(help: "A file that backup has written.")
    var file: String

    @Flag(
        name: .long,
        help:
            "Replace a database that holds rows, or that cannot be read. Of SQLite the old file is kept beside the new one."
    )
    var force = false

    struct Result: Encodable {
        let restore: Restore.Report
        let seconds: Double
    }

    func run() async throws {
        let wiring = try Wiring(options)
        let path = file.absolutePath
        let began = ContinuousClock.now
        let report = try await wiring.withoutDatabase {
            try await stoppingOnSignals {
                try await Restore(
                    into: wiring.settings.databaseURL, runTool: PostgresPrograms.run, isGone: wiring.isGone,
                    now: MarketClock.real.now()
                )
                .read(from: path, replacing: force)
            }
        }
        let result = Result(restore: report, seconds: (ContinuousClock.now - began).inSeconds)
        try Output(options: options).write(result) { result.lines($0) }
    }
}

extension RestoreCommand.Result {
    func lines(_ language: Language) -> [String] {
        let migrated =
            restore.schema == restore.schemaBefore
            ? ""
            : language.localized(
                " (the backup had \(restore.schemaBefore))", fr: " (la sauvegarde avait \(restore.schemaBefore))")
        let kept =
            restore.kept.map {
                [
                    language.localized(
                        "the database that was there is kept: \($0)", fr: "la base qui était là est gardée : \($0)")
                ]
            } ?? []
        return [
            language.localized(
                "\(restore.database) holds what is in \(restore.file)",
                fr: "\(restore.database) contient ce qui est dans \(restore.file)"),
            language.localized(
                "schema \(restore.schema)\(migrated), \(seconds) s",
                fr: "schéma \(restore.schema)\(migrated), \(seconds) s"),
        ] + restore.tables.lines + newest(restore.newestCandle, language) + kept
    }
}

extension [TableCount] {
    /// Names and numbers in two columns.
    var lines: [String] { Columns(map { [$0.table, "\($0.rows)"] }).lines }
}

private func newest(_ candle: Timestamp?, _ language: Language) -> [String] {
    candle.map { [language.localized("newest candle: \($0)", fr: "bougie la plus récente : \($0)")] } ?? []
}

extension String {
    /// Seen from the working directory.
    var absolutePath: String { hasPrefix("/") ? self : FileManager.default.currentDirectoryPath + "/" + self }
}

extension Duration {
    /// With two decimals.
    var inSeconds: Double { (Double(wholeMilliseconds) / 10).rounded() / 100 }
}
