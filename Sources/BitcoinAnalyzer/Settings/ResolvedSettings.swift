import Domain
import FoundationEssentials

/// The raw value and origin of every setting. Precedence: command line, environment, `.env`, the installed file,
/// default.
struct ResolvedSettings: Sendable {
    struct Value: Hashable, Sendable {
        let text: String
        /// `command line`, `environment`, a file's path, or `default`.
        let origin: String
    }

    private let values: [SettingKey: Value]

    private static let commandLineOrigin = "command line"
    private static let environmentOrigin = "environment"
    static let defaultOrigin = "default"

    /// Set in the environment of a drill's processes, which must ignore the settings of a real installation.
    static let withoutFiles = "BITCOIN_ANALYZER_WITHOUT_SETTINGS_FILES"

    static let installedFile = InstallPaths.environment

    /// - Parameter overrides: `KEY=value` pairs of the command line.
    /// - Throws: ``SettingsFailure``
    init(overrides: [String: String], environment: [String: String], files: [SettingsFile]) throws(SettingsFailure) {
        for name in overrides.keys
        where !SettingKey.allCases.contains(where: { ([$0.rawValue] + $0.aliases).contains(name) }) {
            throw SettingsFailure(
                Phrase("unknown setting \(name)", fr: "réglage inconnu\u{A0}: \(name)"),
                hint: Phrase(
                    "bitcoin-analyzer settings lists them",
                    fr: "bitcoin-analyzer settings en donne la liste"))
        }
        let layers =
            [(overrides, Self.commandLineOrigin), (environment, Self.environmentOrigin)]
            + files.map { ($0.values, $0.path) }
        var values: [SettingKey: Value] = [:]
        for key in SettingKey.allCases {
            if let found = try Self.find(key, in: layers) {
                values[key] = found
            } else if let defaultValue = key.defaultValue {
                values[key] = Value(text: defaultValue, origin: Self.defaultOrigin)
            }
        }
        self.values = values
    }

    /// The settings of this process.
    static func current(overrides: [String: String]) throws(SettingsFailure) -> ResolvedSettings {
        var files: [SettingsFile] = []
        guard ProcessInfo.processInfo.environment[withoutFiles] == nil else {
            return try ResolvedSettings(
                overrides: overrides, environment: ProcessInfo.processInfo.environment, files: [])
        }
        for path in [".env", installedFile] {
            if let file = try SettingsFile(at: path) { files.append(file) }
        }
        return try ResolvedSettings(
            overrides: overrides, environment: ProcessInfo.processInfo.environment, files: files)
    }

    subscript(key: SettingKey) -> Value? { values[key] }

    /// An origin for display: the fixed ones are translated, paths are not.
    static func shownOrigin(_ origin: String) -> Phrase {
        switch origin {
        case commandLineOrigin: Phrase(commandLineOrigin, fr: "ligne de commande")
        case environmentOrigin: Phrase(environmentOrigin, fr: "environnement")
        case defaultOrigin: Phrase(defaultOrigin, fr: "par défaut")
        default: Phrase(verbatim: origin)
        }
    }

    /// An empty value counts as unset: that is how a unit or a compose file removes a setting.
    private static func find(_ key: SettingKey, in layers: [([String: String], String)]) throws(SettingsFailure)
        -> Value?
    {
        for (layer, origin) in layers {
            for name in [key.rawValue] + key.aliases {
                if let text = layer[name], !text.isEmpty { return Value(text: text, origin: origin) }
                if key.isSecret, let path = layer[name + "_FILE"], !path.isEmpty {
                    return try secret(name, in: path, origin: origin)
                }
            }
        }
        return nil
    }

    private static func secret(_ name: String, in path: String, origin: String) throws(SettingsFailure) -> Value {
        guard let data = try? Data(contentsOf: URL(filePath: path)) else {
            throw SettingsFailure(
                Phrase(
                    "\(name)_FILE (\(origin)): \(path) cannot be read",
                    fr: "\(name)_FILE (\(shownOrigin(origin).french))\u{A0}: \(path) ne peut pas être lu"),
                hint: Phrase(
                    "check the path and the permissions: ls -l \(path)",
                    fr: "vérifiez le chemin et les droits\u{A0}: ls -l \(path)"))
        }
        return Value(
            text: String(String(decoding: data, as: UTF8.self).trimmingSpaces()), origin: "\(path) (\(origin))")
    }
}
