import ArgumentParser
import Storage

struct SettingsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "settings", abstract: "Every setting, its value and where it came from; secrets are not shown.")

    @OptionGroup var options: CommonOptions

    struct Line: Encodable {
        let key, origin, meaning: String
        let value: String?
    }

    func run() throws {
        let resolved = try options.resolvedSettings()
        // Checked as every other command checks them, so that this command answers "would it start?".
        let settings = try Settings(resolved)
        let lines = SettingKey.allCases.map { key in
            Line(
                key: key.rawValue, origin: resolved[key]?.origin ?? "default", meaning: key.meaning,
                value: settings.shown(key, resolved))
        }
        try Output(options: options).write(lines) { _ in
            lines.flatMap { ["\($0.key)=\($0.value ?? "")", "    \($0.origin); \($0.meaning)"] }
        }
    }
}

extension Settings {
    /// A setting's value as anybody may see it; `nil` when it is not set.
    func shown(_ key: SettingKey, _ resolved: ResolvedSettings) -> String? {
        switch key {
        case .databaseURL: databaseURL.description
        case .stateDirectory: stateDirectory
        case .logsDirectory: logsDirectory
        case .priceSources: priceSources.map(\.text).joined(separator: ",")
        case let key where key.isSecret: resolved[key].map { _ in "(set, not shown)" }
        default: resolved[key]?.text
        }
    }
}
