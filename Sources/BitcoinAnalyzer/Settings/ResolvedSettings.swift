import FoundationEssentials

/// Every setting's raw value and where it came from: command line before environment before `.env` before the installed file before default.
struct ResolvedSettings: Sendable {
    struct Value: Hashable, Sendable {
        let text: String
        /// `command line`, `environment`, a file's path, or `default`.
        let origin: String
    }

    private let values: [SettingKey: Value]

    /// Set in the environment of a drill's processes, which must not meet the settings of a real installation.
    static let withoutFiles = "BITCOIN_ANALYZER_WITHOUT_SETTINGS_FILES"

    static let installedFile = "/etc/bitcoin-analyzer/environment"

    /// - Parameter overrides: `KEY=value` pairs of the command line.
    /// - Throws: ``SettingsFailure``
    init(overrides: [String: String], environment: [String: String], files: [SettingsFile]) throws(SettingsFailure) {
        for name in overrides.keys
        where !SettingKey.allCases.contains(where: { ([$0.rawValue] + $0.aliases).contains(name) }) {
            throw SettingsFailure("there is no setting \(name)", hint: "bitcoin-analyzer settings lists them")
        }
        let layers = [(overrides, "command line"), (environment, "environment")] + files.map { ($0.values, $0.path) }
        var values: [SettingKey: Value] = [:]
        for key in SettingKey.allCases {
            if let found = try Self.find(key, in: layers) {
                values[key] = found
            } else if let defaultValue = key.defaultValue {
                values[key] = Value(text: defaultValue, origin: "default")
            }
        }
        self.values = values
    }

    /// As the process at hand has them.
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

    /// An empty value counts as not set: that is how a unit or a compose file takes a setting away.
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
                "\(name)_FILE is \(path) (\(origin)), and that file cannot be read",
                hint: "check the path and the permissions: ls -l \(path)")
        }
        return Value(
            text: String(String(decoding: data, as: UTF8.self).trimmingSpaces()), origin: "\(path) (\(origin))")
    }
}
