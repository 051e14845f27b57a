import ArgumentParser
import Domain
import FoundationEssentials
import Logging
import OperatingSystem
import Telemetry

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// What every command takes.
struct CommonOptions: ParsableArguments {
    @Flag(name: .long, help: "Give one JSON document on stdout; logs go to stderr.")
    var json = false

    @Option(name: .long, help: "Language of what is printed: en or fr (default: from LC_ALL or LANG).")
    var lang: String?

    @Option(name: .long, help: "trace, debug, info, notice, warning, error or critical.")
    var logLevel: String?

    @Option(name: .long, help: "A setting for this command only, KEY=VALUE; can be repeated.")
    var set: [String] = []

    func validate() throws {
        if let lang, Language(rawValue: lang) == nil {
            throw ValidationError("--lang is '\(lang)', and must be en or fr")
        }
        for pair in set where !pair.contains("=") { throw ValidationError("--set is '\(pair)', and must be KEY=VALUE") }
    }

    var language: Language {
        if let lang, let language = Language(rawValue: lang) { return language }
        let environment = ProcessInfo.processInfo.environment
        let locale = [environment["LC_ALL"], environment["LANG"]].compactMap(\.self).first { !$0.isEmpty } ?? ""
        return locale.lowercased().hasPrefix("fr") ? .french : .english
    }

    /// What `--set` says.
    var pairs: [String: String] {
        self.set.reduce(into: [:]) { pairs, pair in
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            pairs[String(parts[0])] = String(parts[1])
        }
    }

    /// - Throws: ``SettingsFailure``
    func resolvedSettings(_ more: [SettingKey: String] = [:]) throws -> ResolvedSettings {
        var overrides = pairs
        for (key, value) in more where overrides[key.rawValue] == nil { overrides[key.rawValue] = value }
        if let logLevel { overrides[SettingKey.logLevel.rawValue] = logLevel }
        return try ResolvedSettings.current(overrides: overrides)
    }

    /// - Throws: ``SettingsFailure``
    func settings(_ more: [SettingKey: String] = [:]) throws -> Settings { try Settings(try resolvedSettings(more)) }

    /// The log of this process.
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
