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
            let raw = resolved[key]
            let value: String? = switch key {
            case .databaseURL: settings.databaseURL.description
            case .stateDirectory: settings.stateDirectory
            case .logsDirectory: settings.logsDirectory
            case .priceSources: settings.priceSources.map(\.text).joined(separator: ",")
            case let key where key.isSecret: raw.map { _ in "(set, not shown)" }
            default: raw?.text
            }
            return Line(key: key.rawValue, origin: raw?.origin ?? "default", meaning: key.meaning, value: value)
        }
        try Output(options: options).give(lines) { _ in
            lines.flatMap { ["\($0.key)=\($0.value ?? "")", "    \($0.origin); \($0.meaning)"] }
        }
    }
}
