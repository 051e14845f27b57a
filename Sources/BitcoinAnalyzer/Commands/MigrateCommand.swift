import ArgumentParser
import Domain
import FoundationEssentials
import OperatingSystem
import Storage

struct MigrateCommand: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            "migrate",
            Phrase(
                "Updates the database schema to this version, or copies the database to another one.",
                fr: "Met le schéma de la base de données au niveau de cette version, ou copie la base vers une autre."),
            discussion: Phrase(
                "Every command that collects or serves migrates the schema by itself; running this again changes "
                    + "nothing.\nWith --to, all data of DATABASE_URL is copied to another database of either engine, "
                    + "read back and compared, in one transaction: when interrupted, no row of the target has changed "
                    + "and the command can be run again.",
                fr:
                    "Les commandes qui collectent ou servent migrent le schéma d’elles-mêmes\u{A0}; relancer "
                    + "celle-ci ne change rien.\nAvec --to, toutes les données de DATABASE_URL sont copiées vers une "
                    + "autre base, de l’un ou l’autre moteur, relues et comparées, en une seule transaction\u{A0}: en "
                    + "cas d’interruption, aucune ligne de la cible n’a changé et la commande peut être relancée."))
    }

    @OptionGroup var options: CommonOptions

    @Option(
        name: .long,
        help: .localized(
            "Copy all data to this database: a URL as in DATABASE_URL, or @FILE to read the URL from a file (other "
                + "users of this host can see arguments).",
            fr: "Copie toutes les données vers cette base\u{A0}: une URL comme DATABASE_URL, ou @FICHIER pour la lire "
                + "dans un fichier (les autres utilisateurs de la machine voient les arguments).",
            value: Phrase("database", fr: "base"))
    )
    var to: String?

    @Flag(
        name: .long,
        help: .localized(
            "With --to: replace all data of the other database.",
            fr: "Avec --to\u{A0}: remplace toutes les données de l’autre base."))
    var force = false

    func validate() throws {
        if force && to == nil {
            throw ValidationError("--force requires --to", fr: "--force ne s’emploie qu’avec --to")
        }
    }

    struct Result: Encodable {
        let database: String
        let schema: Int
    }

    func run() async throws {
        if let to {
            let result = try await copy(to: try DatabaseURL(option: to))
            return try Output(options: options).write(result) { result.lines($0) }
        }
        let wiring = try Wiring(options)
        let progress = Progress(language: options.language)
        let label = options.language.localized("candles", fr: "chandeliers")
        let result = try await wiring.withDatabase(for: .serving, migrating: { progress.show($0, label) }) {
            Result(database: wiring.settings.databaseURL.description, schema: try await $0.database.schemaVersion())
        }
        progress.end()
        try Output(options: options).write(result) { language in
            [
                language.localized(
                    "\(result.database) has schema version \(result.schema)",
                    fr: "\(result.database) a la version de schéma \(result.schema)")
            ]
        }
    }

    private func copy(to target: DatabaseURL) async throws -> CopyResult {
        let source = try options.settings().databaseURL
        guard source.fingerprint != target.fingerprint else {
            throw CommandFailure(
                .usage,
                Phrase(
                    "--to and DATABASE_URL are the same database: \(target)",
                    fr: "--to et DATABASE_URL désignent la même base\u{A0}: \(target)"),
                hint: Phrase("choose another database", fr: "choisissez une autre base"))
        }
        // As with backup, a folder is not created for a path that may be mistyped.
        if let folder = target.file.map({ folderAndName(of: $0).folder }), !isFolder(folder) {
            throw CommandFailure(
                .io,
                Phrase(
                    "--to: the folder \(folder) does not exist", fr: "--to\u{A0}: le dossier \(folder) n’existe pas"),
                hint: Phrase("create it, or correct the path", fr: "créez-le, ou corrigez le chemin"))
        }
        let wiring = try Wiring(options)
        let progress = Progress(language: options.language)
        let start = ContinuousClock.now
        let tables = try await stoppingOnSignals {
            try await wiring.withDatabase(for: .reading) { open in
                try await Database.with(target) { target in
                    try await target.requireNoActiveCollection(now: MarketClock.real.now(), isGone: wiring.isGone)
                    return try await DatabaseCopy(from: open.database, to: target).run(replacing: force) {
                        table, share in progress.show(share, table)
                    }
                }
            }
        }
        progress.end()
        return CopyResult(
            from: source.description, to: target.description, tables: tables,
            seconds: (ContinuousClock.now - start).inSeconds,
            setting: try options.resolvedSettings()[.databaseURL]?.origin ?? ResolvedSettings.installedFile)
    }
}

struct CopyResult: Encodable {
    let from, to: String
    let tables: [DatabaseCopy.Table]
    let seconds: Double
    /// Where `DATABASE_URL` is set, to be changed now.
    let setting: String

    func lines(_ language: Language) -> [String] {
        let installed = ResolvedSettings.installedFile
        let place =
            setting == installed
            ? installed
            : language.localized(
                "\(setting) (units read \(installed))", fr: "\(setting) (les unités lisent \(installed))")
        return [
            language.localized(
                "copied \(from) to \(to), read back and compared (\(seconds) s):",
                fr: "\(from) est copiée vers \(to), relue et comparée (\(seconds) s)\u{A0}:")
        ]
            + Columns(
                [
                    [
                        language.localized("table", fr: "table"), language.localized("rows", fr: "lignes"),
                        language.localized(
                            "checksum, equal in both", fr: "somme de contrôle, égale dans les deux"),
                    ]
                ]
                    + tables.map { [$0.table, "\($0.rows)", $0.checksum] }
            ).lines + [
                language.localized("what to do next:", fr: "à faire maintenant\u{A0}:"),
                language.localized(
                    "  1. change DATABASE_URL to \(to) (with its password, if any) in: \(place)",
                    fr: "  1. changez DATABASE_URL en \(to) (avec son mot de passe éventuel) dans\u{A0}: \(place)"
                ),
                language.localized(
                    "  2. restart the API: systemctl restart \(ServiceUnits.api)",
                    fr: "  2. redémarrez l’API\u{A0}: systemctl restart \(ServiceUnits.api)"),
                language.localized(
                    "  3. run bitcoin-analyzer collect to fetch what was collected since the copy started (at most 7 "
                        + "days)",
                    fr:
                        "  3. lancez bitcoin-analyzer collect pour récupérer ce qui a été collecté depuis le début de "
                        + "la copie (7 jours au plus)"
                ),
            ]
    }
}

extension DatabaseURL {
    /// Parses an option's value: a URL, or `@` and the path of a file that contains one.
    /// - Throws: ``CommandFailure``
    init(option text: String, named option: String = "--to") throws {
        var url = text
        if text.hasPrefix("@") {
            let path = String(text.dropFirst())
            guard let data = try? Data(contentsOf: URL(filePath: path)) else {
                throw CommandFailure(
                    .badInput,
                    Phrase("\(option): \(path) cannot be read", fr: "\(option)\u{A0}: \(path) ne peut pas être lu"),
                    hint: Phrase(
                        "check the path and the permissions: ls -l \(path)",
                        fr: "vérifiez le chemin et les droits\u{A0}: ls -l \(path)"))
            }
            url = String(String(decoding: data, as: UTF8.self).trimmingSpaces())
        }
        do {
            try self.init(url)
        } catch {
            throw CommandFailure(
                .usage,
                Phrase(
                    "\(option) is not a valid database URL: ",
                    fr: "\(option) n’est pas une URL de base de données valable\u{A0}: ")
                    + error.reason,
                hint: SettingReader.databaseURLForm
                    + Phrase(", or @FILE", fr: ", ou @FICHIER"))
        }
    }
}
