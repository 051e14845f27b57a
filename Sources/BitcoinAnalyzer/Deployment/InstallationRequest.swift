import Deployment
import Domain
import FoundationEssentials
import Storage

/// What an operator asked for, worked out into what it comes to on the machine, or in the folder, at hand.
struct InstallationRequest {
    let tree: FilesystemRoot
    let rights: OwnershipRights
    let environment: EnvironmentText
    let plan: InstallationPlan
    let program: String
    let scheduler: Scheduler
    /// What the operator should know before.
    let notes: [String]

    /// - Parameters:
    ///   - root: the folder that will be a machine's root; `nil` is this machine.
    ///   - given: settings of the command line, written into the file of settings.
    ///   - scheduler: `nil` is the one that is installed, else the timer.
    /// - Throws: ``SettingsFailure``, ``DeploymentFailure``
    init(root: String?, given: [String: String], scheduler: Scheduler?) throws {
        let tree = FilesystemRoot(root ?? "")
        self.tree = tree
        rights = tree.rights

        // What the installed service will read, and nothing of this shell: neither its environment nor a .env beside it.
        let current = try tree.entry(InstallPaths.environment)?.contents.map { String(decoding: $0, as: UTF8.self) }
        let inFile = try current.map { try SettingsFile(text: $0, path: tree.root + InstallPaths.environment) }
        var values = given
        // Written down, so that a command that is run by hand looks where the units do.
        for (key, place) in [
            (SettingKey.stateDirectory.rawValue, InstallPaths.state),
            (SettingKey.logsDirectory.rawValue, InstallPaths.logs),
        ] {
            if values[key] == nil, inFile?.values[key]?.isEmpty ?? true { values[key] = place }
        }
        let resolved = try ResolvedSettings(overrides: values, environment: [:], files: inFile.map { [$0] } ?? [])
        var settings = try Settings(resolved)
        // Unless somebody says where the API is, it is where it listens.
        if resolved[.apiBaseURL]?.origin == "default", settings.api.port != 0, resolved[.apiPort]?.origin != "default" {
            values[SettingKey.apiBaseURL.rawValue] = "http://127.0.0.1:\(settings.api.port)"
            settings = try Settings(
                ResolvedSettings(overrides: values, environment: [:], files: inFile.map { [$0] } ?? []))
        }
        environment = try EnvironmentText(
            current: current,
            entries: SettingKey.allCases.map {
                .init(name: $0.rawValue, meaning: $0.meaning, defaultValue: $0.defaultValue)
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
            scheduler: self.scheduler, writing: settings.foldersWritten)
        plan = try InstallationPlan(
            installation, environment: environment,
            program: isPackaged ? Self.bytes(of: tree.root + InstallPaths.packagedProgram) : Self.ownProgram())
        notes = Self.notes(on: settings, given: values)
    }

    /// The running program, whatever has become of the file that it was started from.
    private static func ownProgram() throws(DeploymentFailure) -> Data { try bytes(of: "/proc/self/exe") }

    private static func bytes(of path: String) throws(DeploymentFailure) -> Data {
        do {
            return try Data(contentsOf: URL(filePath: path), options: .mappedIfSafe)
        } catch {
            throw DeploymentFailure(
                .io, "the program cannot be read at \(path): \(error)", hint: "look at it: ls -l \(path)")
        }
    }

    private static func notes(on settings: Settings, given: [String: String]) -> [String] {
        var notes: [String] = []
        let environment = ProcessInfo.processInfo.environment
        let names = SettingKey.allCases.filter { $0 != .stateDirectory && $0 != .logsDirectory }.flatMap {
            [$0.rawValue, $0.rawValue + "_FILE"]
        }
        let ignored = names.filter { !(environment[$0] ?? "").isEmpty && given[$0] == nil }
        if !ignored.isEmpty {
            notes.append(
                "\(ignored.joined(separator: ", ")): set in this shell, which the service does not see; to have it installed, say --set KEY=VALUE"
            )
        }
        let apiPort = settings.apiBaseURL.split(separator: ":").last.flatMap { Int($0) }
        if settings.apiBaseURL.hasPrefix("http://127.0.0.1:") || settings.apiBaseURL.hasPrefix("http://localhost:"),
            apiPort != settings.api.port
        {
            notes.append(
                "API_BASE_URL is \(settings.apiBaseURL), and the API listens on port \(settings.api.port): the dashboard will not find it; --set API_BASE_URL=http://127.0.0.1:\(settings.api.port)"
            )
        }
        return notes
    }
}

extension Settings {
    /// Where files are written: the state directory, and a database file's folder.
    fileprivate var foldersWritten: [String] {
        let database = databaseURL.file.map { URL(filePath: $0).deletingLastPathComponent().path }
        return ([stateDirectory, database].compactMap(\.self)).reduce(into: []) { folders, folder in
            if !folders.contains(folder) { folders.append(folder) }
        }
    }
}
