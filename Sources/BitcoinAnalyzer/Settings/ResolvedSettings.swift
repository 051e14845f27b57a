import Domain
import FoundationEssentials
import OperatingSystem

/// The raw value and origin of every setting. Precedence: command line, environment, `.env`, the installed file,
/// default.
struct ResolvedSettings: Sendable {
    struct Value: Hashable, Sendable {
        let text: String
        /// `command line`, `environment`, a file's path, or `default`.
        let origin: String
    }

    private let values: [SettingKey: Value]
    /// Why a file was left out, for the operator.
    private(set) var warnings: [Phrase] = []

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
        let environment = ProcessInfo.processInfo.environment
        guard environment[withoutFiles] == nil else {
            return try ResolvedSettings(overrides: overrides, environment: environment, files: [])
        }
        var files: [SettingsFile] = []
        var warnings: [Phrase] = []
        do {
            if let file = try SettingsFile(at: ".env") { files.append(file) }
        } catch {
            // Anyone may leave a .env where root will be one day, so it is left out; the file of the installation is
            // ours, and running without it would be running with other settings.
            guard error.isDistrust else { throw error }
            let path = FileManager.default.currentDirectoryPath + "/.env"
            warnings.append(
                error.message + Phrase(" (\(path)); ", fr: " (\(path))\u{A0}; ") + error.hint)
        }
        if let file = try SettingsFile(at: installedFile) { files.append(file) }
        var resolved = try ResolvedSettings(overrides: overrides, environment: environment, files: files)
        resolved.warnings = warnings
        return resolved
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
        let subject = Phrase("\(name)_FILE (\(origin)): ", fr: "\(name)_FILE (\(shownOrigin(origin).french))\u{A0}: ")
        let check = Phrase(
            "check the path and the permissions: ls -l \(path)",
            fr: "vérifiez le chemin et les droits\u{A0}: ls -l \(path)")
        let bytes: [UInt8]?
        do throws(SettingsSource.Refusal) {
            bytes = try SettingsSource.ofThisProcess.read(path, folder: .any, limit: 64 << 10)
        } catch {
            let failure = SettingsFailure(error, reading: path)
            throw SettingsFailure(
                subject + failure.message, hint: failure.isDistrust ? failure.hint : check,
                isDistrust: failure.isDistrust)
        }
        guard let bytes else {
            throw SettingsFailure(
                subject + Phrase("\(path) does not exist", fr: "\(path) n’existe pas"), hint: check)
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw SettingsFailure(
                subject + Phrase("\(path) is not UTF-8 text", fr: "\(path) n’est pas un texte en UTF-8"), hint: check)
        }
        return Value(text: String(text.trimmingSpaces()), origin: "\(path) (\(origin))")
    }
}
