import ArgumentParser
import Domain
import FoundationEssentials
import Storage

struct MigrateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "migrate",
        abstract: "Brings the database to this program's schema, or copies everything in it to another one.",
        discussion: """
            Every command that collects or serves brings the schema up to date by itself; running it again changes nothing.
            With --to everything is copied from DATABASE_URL to another database of either engine, read back and compared, in one transaction: \
            whenever it is stopped, the other database is as it was before, and it can be run again.
            """)

    @OptionGroup var options: CommonOptions

    @Option(
        name: .long,
        help:
            "Copy everything to this database: a URL as in DATABASE_URL, or @FILE for a file that holds it (an argument can be read by everybody on this host)."
    )
    var to: String?

    @Flag(name: .long, help: "With --to: replace all that the other database holds.")
    var force = false

    func validate() throws {
        if force && to == nil { throw ValidationError("--force is of use with --to only") }
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
        let result = try await wiring.withDatabase(for: .serving) {
            Result(database: wiring.settings.databaseURL.description, schema: try await $0.database.schemaVersion())
        }
        try Output(options: options).write(result) { language in
            [
                language.localized(
                    "\(result.database) has schema \(result.schema)",
                    fr: "\(result.database) a le schéma \(result.schema)")
            ]
        }
    }

    private func copy(to target: DatabaseURL) async throws -> CopyResult {
        let source = try options.settings().databaseURL
        guard source.fingerprint != target.fingerprint else {
            throw CommandFailure(
                .usage, "--to names \(target), which is where DATABASE_URL points already",
                hint: "name another database")
        }
        let wiring = try Wiring(options)
        let progress = Progress(language: options.language)
        let began = ContinuousClock.now
        let tables = try await stoppingOnSignals {
            try await wiring.withDatabase(for: .reading) { open in
                try await Database.with(target) { target in
                    try await target.requireNobodyCollecting(now: MarketClock.real.now(), isGone: wiring.isGone)
                    return try await DatabaseCopy(from: open.database, to: target).run(replacing: force) {
                        table, share in progress.show(share, table)
                    }
                }
            }
        }
        progress.end()
        return CopyResult(
            from: source.description, to: target.description, tables: tables,
            seconds: (ContinuousClock.now - began).inSeconds,
            setting: try options.resolvedSettings()[.databaseURL]?.origin ?? ResolvedSettings.installedFile)
    }
}

struct CopyResult: Encodable {
    let from, to: String
    let tables: [DatabaseCopy.Table]
    let seconds: Double
    /// Where `DATABASE_URL` is set, and has to be changed now.
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
                "everything in \(from) is in \(to) now, read back and compared (\(seconds) s):",
                fr: "tout ce qui est dans \(from) est maintenant dans \(to), relu et comparé (\(seconds) s) :")
        ]
            + Columns(
                [
                    [
                        language.localized("table", fr: "table"), language.localized("rows", fr: "lignes"),
                        language.localized(
                            "checksum, the same in both", fr: "somme de contrôle, la même dans les deux"),
                    ]
                ]
                    + tables.map { [$0.table, "\($0.rows)", $0.checksum] }
            ).lines + [
                language.localized("what to do next:", fr: "à faire maintenant :"),
                language.localized(
                    "  1. set DATABASE_URL to \(to) (with its password, if it has one) where it is set now: \(place)",
                    fr:
                        "  1. mettez DATABASE_URL à \(to) (avec son mot de passe, s'il en a un) là où il est défini : \(place)"
                ),
                language.localized(
                    "  2. restart what uses it: systemctl restart bitcoin-analyzer-api.service",
                    fr: "  2. redémarrez ce qui s'en sert : systemctl restart bitcoin-analyzer-api.service"),
                language.localized(
                    "  3. bitcoin-analyzer collect fetches what was collected into the old database since the copy began (hours and articles of the last 7 days)",
                    fr:
                        "  3. bitcoin-analyzer collect va chercher ce que l'ancienne base a reçu depuis le début de la copie (heures et articles des 7 derniers jours)"
                ),
            ]
    }
}

extension DatabaseURL {
    /// As an option of the command line gives it: a URL, or `@` and the file that holds one.
    /// - Throws: ``CommandFailure``
    init(option text: String) throws {
        var url = text
        if text.hasPrefix("@") {
            let path = String(text.dropFirst())
            guard let data = try? Data(contentsOf: URL(filePath: path)) else {
                throw CommandFailure(
                    .badInput, "--to names the file \(path), which cannot be read",
                    hint: "check the path and the permissions: ls -l \(path)")
            }
            url = String(String(decoding: data, as: UTF8.self).trimmingSpaces())
        }
        do {
            try self.init(url)
        } catch {
            throw CommandFailure(
                .usage, "--to cannot be understood: \(error.reason)",
                hint:
                    "write it like sqlite:///var/lib/bitcoin-analyzer/data.db or postgresql://user:password@host:5432/name, or @FILE"
            )
        }
    }
}
