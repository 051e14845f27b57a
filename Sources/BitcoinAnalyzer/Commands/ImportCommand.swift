import ArgumentParser
import Collection
import Domain
import FoundationEssentials
import Interchange
import Storage

struct ImportCommand: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            "import",
            Phrase(
                "Imports candles from CSV files, or what export wrote, and says what it detected.",
                fr:
                    "Importe des chandeliers depuis des fichiers CSV, ou ce que export a écrit, et indique ce qui y a été "
                    + "reconnu."),
            discussion: Phrase(
                "Known layouts: Binance Vision, CryptoDataDownload, Kraken’s OHLCVT, Bitfinex, Coinbase, and any CSV "
                    + "whose first line names time, open, high, low, close and volume; plain, gzip or zip. Nothing of "
                    + "a file is imported when one of its rows cannot be a candle. Exits with 65 then.",
                fr:
                    "Formats reconnus\u{A0}: Binance Vision, CryptoDataDownload, OHLCVT de Kraken, Bitfinex, "
                    + "Coinbase, et tout CSV dont la première ligne nomme time, open, high, low, close et volume\u{A0}; "
                    + "brut, gzip ou zip. Si une ligne ne peut pas être un chandelier, rien de son fichier n’est "
                    + "importé\u{A0}: code de sortie 65."))
    }

    @OptionGroup var options: CommonOptions

    @Argument(
        help: .localized(
            "The files; - for standard input.", fr: "Les fichiers\u{A0}; - pour l’entrée standard.",
            value: Phrase("file", fr: "fichier")))
    var files: [String] = []

    @Option(
        name: .long,
        help: .localized(
            "Candle interval: 1m, 5m, 15m, 1h, 4h, 1d or 1w; detected if omitted.",
            fr: "Intervalle des chandeliers\u{A0}: 1m, 5m, 15m, 1h, 4h, 1d ou 1w\u{A0}; détecté si omis.",
            value: Phrase("interval", fr: "intervalle")))
    var interval: String?

    @Option(
        name: .long,
        help: .localized(
            "Where the candles come from, such as binance; detected if omitted.",
            fr: "Provenance des chandeliers, par exemple binance\u{A0}; détectée si omise.",
            value: Phrase("name", fr: "nom")))
    var source: String?

    @Option(
        name: .long,
        help: .localized(
            "Currency of the prices, such as USD or USDT; detected if omitted.",
            fr: "Devise des cours, par exemple USD ou USDT\u{A0}; détectée si omise.",
            value: Phrase("currency", fr: "devise")))
    var quote: String?

    @Flag(
        name: .long,
        help: .localized(
            "Leave out and count rows that cannot be candles, instead of refusing the file.",
            fr: "Écarte et compte les lignes qui ne peuvent pas être des chandeliers, au lieu de refuser le fichier."))
    var skipBadRows = false

    @Option(
        name: .long,
        help: .localized(
            "Import prices and news of the first Bitcoin Analyzer: the URL of its database, or @FILE to read the URL "
                + "from a file.",
            fr:
                "Importe les cours et l’actualité du premier Bitcoin Analyzer\u{A0}: l’URL de sa base, ou @FICHIER "
                + "pour la lire dans un fichier.", value: Phrase("database", fr: "base")))
    var legacy: String?

    func validate() throws {
        guard files.isEmpty != (legacy == nil) else {
            throw ValidationError(
                "name files to import, - for standard input, or --legacy with a database",
                fr: "indiquez des fichiers à importer, - pour l’entrée standard, ou --legacy avec une base")
        }
        guard files.count(where: { $0 == "-" }) < 2, !files.contains("") else {
            throw ValidationError.invalid("FILE", Phrase("the path of a file", fr: "le chemin d’un fichier"), got: "")
        }
        if let interval, Interval(rawValue: interval) == nil {
            throw ValidationError.notOneOf("--interval", Interval.allCases.map(\.rawValue), got: interval)
        }
        if let source, !ImportOptions.isSource(source) {
            throw ValidationError.invalid(
                "--source",
                Phrase(
                    "1 to 40 lower-case letters, digits, dots, dashes or underscores",
                    fr: "1 à 40 minuscules, chiffres, points, tirets ou traits de soulignement"), got: source)
        }
        if let quote, !ImportOptions.isQuote(quote) {
            throw ValidationError.invalid(
                "--quote", Phrase("3 to 5 capital letters, such as USD", fr: "3 à 5 majuscules, comme USD"), got: quote)
        }
    }

    struct Result: Encodable {
        let files: [ImportReport]
        /// The run in which the venues were asked for the hours of a database of the first Bitcoin Analyzer.
        var confirmation: BackfillReport?
        /// The command that asks them for what they have not given yet; `nil` where nothing is left.
        var next: String?
    }

    func run() async throws {
        // Before root's rights are given up: the files may be readable by root alone.
        let inputs =
            if let legacy {
                try await LegacyImport.inputs(of: DatabaseURL(option: legacy, named: "--legacy"))
            } else {
                try files.map { try InputFile($0) }
            }
        let wiring = try Wiring(options)
        let progress = Progress(language: options.language)
        let choices = ImportOptions(
            interval: interval.flatMap(Interval.init),
            source: source.map { SourceName($0) } ?? (legacy == nil ? nil : LegacyImport.source),
            quote: quote.map(Quote.init), skipsBadRows: skipBadRows)
        let language = options.language
        let isLegacy = legacy != nil
        let result = try await stoppingOnSignals {
            try await wiring.withDatabase(for: .writing) { open in
                let work = FileImport(open: open, options: choices, language: language, progress: progress)
                var reports: [ImportReport] = []
                for input in inputs {
                    do { reports.append(try await work.run(input)) } catch {
                        progress.end()
                        try Self.report(reports, of: inputs.count, options)
                        throw error
                    }
                }
                var result = Result(files: reports)
                if isLegacy { try await Self.confirm(&result, open, progress) }
                return result
            }
        }
        progress.end()
        try Output(options: options).write(result) { result.lines($0) }
    }

    /// Says what was stored before an import of several files stopped: on stdout as after its end, and in a line beside
    /// the reason.
    private static func report(_ reports: [ImportReport], of count: Int, _ options: CommonOptions) throws {
        guard !reports.isEmpty else { return }
        let stored = Result(files: reports)
        try Output(options: options).write(stored) { stored.lines($0) }
        let names = reports.map(\.file).joined(separator: ", ")
        writeToStandardError(
            options.language.localized(
                "stored before the import stopped, \(reports.count) of \(count) files: \(names)\n",
                fr: "conservés avant l’arrêt de l’import, \(reports.count) fichiers sur \(count)\u{A0}: \(names)\n"))
    }

    /// Asks the venues for the hours that came without one: theirs replace them, and what no venue has stays.
    private static func confirm(_ imported: inout Result, _ open: OpenDatabase, _ progress: Progress) async throws {
        let hours = imported.files.filter { $0.interval == .oneHour }
        guard let first = hours.compactMap(\.first).min(), let last = hours.compactMap(\.last).max() else { return }
        let range = TimeRange(first, until: last + Interval.oneHour.duration)
        let (result, summary) = try await open.collector().refetch(
            range, of: .oneHour, command: Run.legacyImport, trigger: .manual, progress: { progress.show($0) })
        let next = "bitcoin-analyzer collect --refetch \(range.start)..\(range.end)"
        guard case .done(let run) = result else {
            imported.next = next
            return
        }
        if summary.owed > 0 { imported.next = next }
        imported.confirmation = try await BackfillReport(
            run: run, summary, sources: open.wiring.settings.priceSources.map(\.venue.name), log: open.database.sources,
            isRefetch: true)
    }
}

extension ImportCommand.Result {
    func lines(_ language: Language) -> [String] {
        if files.isEmpty {
            return [language.localized("the tables have no rows", fr: "les tables n’ont aucune ligne")]
        }
        var lines = files.flatMap { $0.lines(language) }
        if let confirmation {
            lines += [
                "",
                language.localized(
                    "the venues were asked for these hours; what they gave replaces them:",
                    fr: "les places de marché ont été interrogées sur ces heures\u{A0}; les données obtenues les "
                        + "remplacent\u{A0}:"),
            ]
            lines += confirmation.lines(language)
        }
        guard let next else { return lines }
        return lines + [
            "",
            confirmation == nil
                ? language.localized(
                    "the venues were not asked for these hours, because another process is collecting; later:",
                    fr: "les places de marché n’ont pas été interrogées sur ces heures, car un autre processus "
                        + "collecte\u{A0}; plus tard\u{A0}:")
                : language.localized(
                    "the venues did not give all of these hours; later:",
                    fr: "les places de marché n’ont pas fourni toutes ces heures\u{A0}; plus tard\u{A0}:"),
            "  " + next,
        ]
    }
}
