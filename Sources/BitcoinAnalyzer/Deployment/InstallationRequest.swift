import Deployment
import Domain
import FoundationEssentials
import Storage

/// An installation as requested on the command line, resolved for the target machine or folder.
struct InstallationRequest {
    let tree: FilesystemRoot
    let rights: OwnershipRights
    let environment: EnvironmentText
    let plan: InstallationPlan
    let program: String
    let scheduler: Scheduler
    /// Warnings for the operator.
    let notes: [Phrase]

    /// - Parameters:
    ///   - root: the root folder of an image or package; `nil` for this machine.
    ///   - given: settings of the command line, to be written to the settings file.
    ///   - scheduler: `nil` for the installed one, else the timer.
    ///   - programFile: the program to install; `nil` for the running one, even when its file was replaced or deleted.
    /// - Throws: ``SettingsFailure``, ``DeploymentFailure``
    init(root: String?, given: [String: String], scheduler: Scheduler?, programFile: String? = nil) throws {
        let tree = FilesystemRoot(root ?? "")
        self.tree = tree
        rights = tree.rights

        // Only what the installed service will read: neither this shell's environment nor a .env in its folder.
        let current = try tree.entry(InstallPaths.environment)?.contents.map { String(decoding: $0, as: UTF8.self) }
        let inFile = try current.map { try SettingsFile(text: $0, path: tree.root + InstallPaths.environment) }
        var values = given
        // Written to the file, so that commands run by hand use the same folders as the units.
        for (key, place) in [
            (SettingKey.stateDirectory.rawValue, InstallPaths.state),
            (SettingKey.logsDirectory.rawValue, InstallPaths.logs),
        ] {
            if values[key] == nil, inFile?.values[key]?.isEmpty ?? true { values[key] = place }
        }
        let resolved = try ResolvedSettings(overrides: values, environment: [:], files: inFile.map { [$0] } ?? [])
        var settings = try Settings(resolved)
        // Unless set, API_BASE_URL follows API_PORT.
        if resolved[.apiBaseURL]?.origin == ResolvedSettings.defaultOrigin, settings.api.port != 0,
            resolved[.apiPort]?.origin != ResolvedSettings.defaultOrigin
        {
            values[SettingKey.apiBaseURL.rawValue] = "http://127.0.0.1:\(settings.api.port)"
            settings = try Settings(
                ResolvedSettings(overrides: values, environment: [:], files: inFile.map { [$0] } ?? []))
        }
        environment = try EnvironmentText(
            current: current,
            entries: SettingKey.allCases.map {
                .init(name: $0.rawValue, meaning: $0.meaning.english, defaultValue: $0.defaultValue)
            },
            values: values)

        let hasCron = try tree.entry(InstallPaths.cron) != nil
        self.scheduler = scheduler ?? (hasCron ? .cron : .timer)
        let running = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        let holdsPackage = try tree.entry(InstallPaths.packagedProgram) != nil
        let isPackaged = tree.isThisMachine ? running == InstallPaths.packagedProgram : holdsPackage
        program = isPackaged ? InstallPaths.packagedProgram : InstallPaths.program
        let installation = try Installation(
            program: program,
            api: ListenAddress(
                host: settings.api.host, port: settings.api.port, hostKey: SettingKey.apiHost.rawValue,
                portKey: SettingKey.apiPort.rawValue),
            web: ListenAddress(
                host: settings.web.host, port: settings.web.port, hostKey: SettingKey.webHost.rawValue,
                portKey: SettingKey.webPort.rawValue),
            apiBaseURL: settings.apiBaseURL, every: settings.collectEvery, passTimeout: settings.collectTimeout,
            scheduler: self.scheduler, updates: settings.updates != nil, writing: settings.foldersWritten)
        plan = try InstallationPlan(
            installation, environment: environment,
            program: isPackaged
                ? Self.bytes(of: tree.root + InstallPaths.packagedProgram)
                : Self.bytes(of: programFile ?? "/proc/self/exe"))
        notes = Self.notes(on: settings, given: values)
    }

    private static func bytes(of path: String) throws(DeploymentFailure) -> Data {
        do {
            return try Data(contentsOf: URL(filePath: path), options: .mappedIfSafe)
        } catch {
            throw DeploymentFailure(
                .io,
                Phrase(
                    "the program file \(path) cannot be read",
                    fr: "le fichier du programme, \(path), ne peut pas être lu"),
                hint: Phrase("check it: ls -l \(path)", fr: "vérifiez-le\u{A0}: ls -l \(path)"), detail: "\(error)")
        }
    }

    private static func notes(on settings: Settings, given: [String: String]) -> [Phrase] {
        var notes: [Phrase] = []
        let environment = ProcessInfo.processInfo.environment
        let names = SettingKey.allCases.filter { $0 != .stateDirectory && $0 != .logsDirectory }.flatMap {
            [$0.rawValue, $0.rawValue + "_FILE"]
        }
        let ignored = names.filter { !(environment[$0] ?? "").isEmpty && given[$0] == nil }
        if !ignored.isEmpty {
            let list = ignored.joined(separator: ", ")
            notes.append(
                Phrase(
                    "\(list): set in this shell, which the service does not see; to install it, use --set KEY=VALUE",
                    fr: "\(list)\u{A0}: défini dans ce terminal, que le service ne voit pas\u{A0}; pour l’installer, "
                        + "utilisez --set CLÉ=VALEUR"))
        }
        let apiPort = settings.apiBaseURL.split(separator: ":").last.flatMap { Int($0) }
        if settings.apiBaseURL.hasPrefix("http://127.0.0.1:") || settings.apiBaseURL.hasPrefix("http://localhost:"),
            apiPort != settings.api.port
        {
            let (url, port) = (settings.apiBaseURL.redactedAddress, settings.api.port)
            notes.append(
                Phrase(
                    "API_BASE_URL is \(url), but the API listens on port \(port), so the dashboard cannot reach it; "
                        + "use --set API_BASE_URL=http://127.0.0.1:\(port)",
                    fr:
                        "API_BASE_URL vaut \(url), mais l’API écoute sur le port \(port)\u{A0}: le tableau de bord ne "
                        + "pourra pas la joindre\u{A0}; utilisez --set API_BASE_URL=http://127.0.0.1:\(port)"))
        }
        return notes
    }
}

extension Settings {
    /// The folders written to: the state directory, and the database file's.
    fileprivate var foldersWritten: [String] {
        let database = databaseURL.file.map { URL(filePath: $0).deletingLastPathComponent().path }
        return ([stateDirectory, database].compactMap(\.self)).reduce(into: []) { folders, folder in
            if !folders.contains(folder) { folders.append(folder) }
        }
    }
}
