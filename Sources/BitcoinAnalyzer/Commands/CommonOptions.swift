import ArgumentParser
import Domain
import FoundationEssentials
import Logging
import OperatingSystem
import Outbound
import Telemetry

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// The options that every command takes.
struct CommonOptions: ParsableArguments {
    @Flag(
        name: .long,
        help: .localized(
            "Print one JSON document to stdout; logs go to stderr.",
            fr: "Affiche un document JSON sur la sortie standard\u{A0}; le journal va sur la sortie d’erreur."))
    var json = false

    @Option(
        name: .long,
        help: .localized(
            "Language: en or fr; if omitted, from LC_ALL or LANG.",
            fr: "Langue\u{A0}: en ou fr\u{A0}; si omise, d’après LC_ALL ou LANG.",
            value: Phrase("language", fr: "langue")))
    var lang: String?

    @Option(
        name: .long,
        help: .localized(
            "Minimum level of log lines: trace, debug, info, notice, warning, error or critical.",
            fr: "Niveau minimal du journal\u{A0}: trace, debug, info, notice, warning, error ou critical.",
            value: Phrase("level", fr: "niveau")))
    var logLevel: String?

    @Option(
        name: .long,
        help: .localized(
            "Override a setting for this command only; repeatable.",
            fr: "Remplace un réglage pour cette commande seulement\u{A0}; répétable.",
            value: Phrase("KEY=VALUE", fr: "CLÉ=VALEUR")))
    var set: [String] = []

    func validate() throws {
        if let lang, Language(rawValue: lang) == nil {
            throw ValidationError.notOneOf("--lang", Language.allCases.map(\.rawValue), got: lang)
        }
        for pair in set where !pair.contains("=") || pair.hasSuffix("=") && pair.filter({ $0 == "=" }).count == 1 {
            throw ValidationError.invalid(
                "--set", Phrase("a setting, KEY=VALUE", fr: "un réglage, CLÉ=VALEUR"), got: pair)
        }
    }

    var language: Language {
        lang.flatMap(Language.init(rawValue:)) ?? Language(environment: ProcessInfo.processInfo.environment)
    }

    /// The settings given with `--set`.
    var settingOverrides: [String: String] {
        self.set.reduce(into: [:]) { pairs, pair in
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            pairs[String(parts[0])] = String(parts[1])
        }
    }

    /// - Parameter warning: whether to print why a file was left out: once in a command.
    /// - Throws: ``SettingsFailure``
    func resolvedSettings(_ extra: [SettingKey: String] = [:], warning isWarning: Bool = true) throws
        -> ResolvedSettings
    {
        var overrides = settingOverrides
        for (key, value) in extra where overrides[key.rawValue] == nil { overrides[key.rawValue] = value }
        if let logLevel { overrides[SettingKey.logLevel.rawValue] = logLevel }
        let resolved = try ResolvedSettings.current(overrides: overrides)
        for warning in resolved.warnings where isWarning {
            writeToStandardError("bitcoin-analyzer: \(warning[language].printableLine())\n")
        }
        return resolved
    }

    /// - Throws: ``SettingsFailure``
    func settings(_ extra: [SettingKey: String] = [:]) throws -> Settings {
        try Settings(try resolvedSettings(extra))
    }

    /// A client for the sources, for a command that also runs with invalid settings.
    func client() -> PoliteClient {
        let settings = try? Settings(try resolvedSettings(warning: false))
        return PoliteClient(
            userAgent: "bitcoin-analyzer/\(programVersion)", privateHosts: settings?.privateHosts ?? [],
            proxies: settings?.proxies ?? .none)
    }

    /// The logger of this process, to stderr or the journal.
    func logger(_ settings: Settings) -> Logger {
        let format = settings.logFormat.resolved(
            isTerminal: isatty(STDERR_FILENO) == 1, journalStream: ProcessInfo.processInfo.environment["JOURNAL_STREAM"]
        )
        let journal = format == .journald ? JournalSocket.ofThisHost() : nil
        return Logger(label: "bitcoin-analyzer") {
            LineLogHandler(label: $0, format: format, level: settings.logLevel, journal: journal)
        }
    }
}
