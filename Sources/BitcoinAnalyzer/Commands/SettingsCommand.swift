import ArgumentParser
import Domain
import Storage

struct SettingsCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            "settings",
            Phrase(
                "Shows every setting with its value and origin; secrets are not shown.",
                fr: "Affiche chaque réglage avec sa valeur et son origine\u{A0}; les secrets ne sont pas montrés."))
    }

    @OptionGroup var options: CommonOptions

    struct Line: Encodable {
        let key, origin, meaning: String
        let value: String?
    }

    func run() throws {
        let resolved = try options.resolvedSettings()
        // Validated as in every other command, so that this command shows whether the service would start.
        let settings = try Settings(resolved)
        for warning in resolved.unknown {
            writeToStandardError(
                (Phrase("warning: ", fr: "avertissement\u{A0}: ") + warning)[options.language] + "\n")
        }
        let lines = SettingKey.allCases.map { key in
            Line(
                key: key.rawValue, origin: resolved[key]?.origin ?? ResolvedSettings.defaultOrigin,
                meaning: key.meaning[options.language],
                value: settings.shown(key, resolved))
        }
        try Output(options: options).write(lines) { language in
            let separator = language.localized("; ", fr: "\u{A0}; ")
            return lines.flatMap { line in
                let origin = ResolvedSettings.shownOrigin(line.origin)[language]
                return ["\(line.key)=\(line.value ?? "")", "    \(origin)\(separator)\(line.meaning)"]
            }
        }
    }
}

extension Settings {
    /// A setting's value for display, without secrets; `nil` when unset.
    func shown(_ key: SettingKey, _ resolved: ResolvedSettings) -> String? {
        switch key {
        case .databaseURL: databaseURL.description
        case .stateDirectory: stateDirectory
        case .logsDirectory: logsDirectory
        case .priceSources: (priceSources.map(\.shownText) + witnesses.map(\.shownText)).joined(separator: ",")
        case .newsFeeds: key.shown(newsFeeds.joined(separator: ","))
        case .apiBaseURL: key.shown(apiBaseURL)
        case let key where key.isSecret: resolved[key].map { _ in "(set, not shown)" }
        default: resolved[key].flatMap { key.shown($0.text) }
        }
    }
}
