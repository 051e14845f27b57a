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
    /// Why a file was left out, and probable mistakes, which change nothing: mistyped names, and names that are set
    /// twice.
    private(set) var warnings: [Phrase]
    /// Other names in files that are no settings.
    let unknown: [Phrase]
    /// The files with CR LF line ends among those read.
    let windowsFiles: [String]

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
        where !SettingKey.allCases.contains(where: { $0.names.contains(name) }) {
            throw SettingsFailure(
                Phrase("unknown setting \(name)", fr: "réglage inconnu\u{A0}: \(name)"),
                hint: Phrase(
                    "bitcoin-analyzer settings lists them",
                    fr: "bitcoin-analyzer settings en donne la liste"))
        }
        var environment = environment
        // A web server hands the header Proxy: of a request to a CGI program as HTTP_PROXY (CVE-2016-5385).
        if environment["REQUEST_METHOD"] != nil { environment["HTTP_PROXY"] = nil }
        let ownEnvironment = environment.keys.sorted().compactMap { name in
            SettingNames.meant(by: name).map {
                SettingNames.mistyped(name, for: $0, at: Self.shownOrigin(Self.environmentOrigin))
            }
        }
        warnings = ownEnvironment + files.flatMap(\.mistakes)
        unknown = files.flatMap(\.unknown)
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
        windowsFiles = files.filter(\.hasWindowsLineEnds).map(\.path)
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
        if let file = try SettingsFile(at: installedFile) { files.append(installed(file)) }
        var resolved = try ResolvedSettings(overrides: overrides, environment: environment, files: files)
        resolved.warnings = warnings + resolved.warnings
        return resolved
    }

    /// The settings of the installation. Its units have the state folder from systemd; a command beside them, such as
    /// `restore`, works on the same one, also after the file has lost it.
    static func installed(_ file: SettingsFile, state: String = InstallPaths.state) -> SettingsFile {
        var file = file
        if file.values[SettingKey.stateDirectory.rawValue] == nil, isFolder(state) {
            file.values[SettingKey.stateDirectory.rawValue] = state
        }
        return file
    }

    subscript(key: SettingKey) -> Value? { values[key] }

    /// An origin for display: the fixed ones are translated, paths are not.
    static func shownOrigin(_ origin: String) -> Phrase {
        switch origin {
        case commandLineOrigin: Phrase(commandLineOrigin, fr: "ligne de commande")
        case environmentOrigin: Phrase(environmentOrigin, fr: "environnement")
        case defaultOrigin: Phrase(defaultOrigin, fr: "par défaut")
        case let secret where secret.hasSuffix(" (\(environmentOrigin))"):
            Phrase(secret, fr: secret.dropLast(environmentOrigin.count + 2) + "(environnement)")
        case let secret where secret.hasSuffix(" (\(commandLineOrigin))"):
            Phrase(secret, fr: secret.dropLast(commandLineOrigin.count + 2) + "(ligne de commande)")
        default: Phrase(verbatim: origin)
        }
    }

    /// The file that sets the setting, as an absolute path; `nil` where none does. A secret may be in a file that the
    /// setting names.
    static func file(ofOrigin origin: String) -> String? {
        guard ![commandLineOrigin, environmentOrigin, defaultOrigin].contains(origin) else { return nil }
        let path = origin.split(separator: " (").last.map { $0.hasSuffix(")") ? String($0.dropLast()) : String($0) }
        guard let path, path != environmentOrigin, path != commandLineOrigin else { return nil }
        return path.hasPrefix("/") ? path : FileManager.default.currentDirectoryPath + "/" + path
    }

    /// Whether the value comes from this shell: its environment or a file in its working directory.
    static func isOfShell(_ origin: String) -> Bool {
        origin == environmentOrigin || origin.hasSuffix("(\(environmentOrigin))")
            || file(ofOrigin: origin).map { $0 != installedFile } ?? false
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
