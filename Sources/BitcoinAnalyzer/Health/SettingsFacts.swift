import Domain
import FoundationEssentials
import Health
import OperatingSystem
import Storage

extension Settings {
    /// The database, without its password.
    var databaseIdentity: DatabaseIdentity {
        DatabaseIdentity(
            engine: databaseURL.engineName, host: databaseURL.hosts ?? ProcessIdentity.current().host,
            name: databaseURL.name,
            fingerprint: databaseURL.fingerprint)
    }

    var runMarker: RunMarkerFile { RunMarkerFile(inFolder: stateDirectory) }

    /// - Parameter speed: the speed of the clock of runs, relative to real time.
    func facts(databaseOrigin: String, speed: Double = 1) -> SettingsFacts.Resolved {
        SettingsFacts.Resolved(
            database: databaseIdentity, databaseOrigin: databaseOrigin, databaseFile: databaseURL.file,
            weakEncryption: databaseURL.weakEncryption,
            api: .init(host: api.host, port: api.port), web: .init(host: web.host, port: web.port),
            apiBaseURL: apiBaseURL.redactedAddress, collectEvery: collectEvery,
            freshFor: freshFor, stateDirectory: stateDirectory, logsDirectory: logsDirectory,
            runLimit: speed == 1 ? collectTimeout : collectTimeout * speed)
    }
}

extension SettingsFacts {
    init(_ resolve: () throws(SettingsFailure) -> ResolvedSettings) {
        do {
            let resolved = try resolve()
            self = .resolved(
                try Settings(resolved).facts(
                    databaseOrigin: resolved[.databaseURL]?.origin ?? ResolvedSettings.defaultOrigin))
        } catch {
            self = .refused(message: error.message, hint: error.hint)
        }
    }

    /// Resolved as in every command.
    static func own(_ options: CommonOptions) -> SettingsFacts {
        do {
            let resolved = try options.resolvedSettings()
            return SettingsFacts { () throws(SettingsFailure) in resolved }
        } catch {
            let failure = CommandFailure(error)
            return .refused(
                message: failure?.message ?? Phrase(verbatim: "\(error)"), hint: failure?.hint ?? .empty)
        }
    }

    /// Resolved as in a unit: its environment and the installed file; a unit has no `.env` in its working directory.
    static func ofUnit(_ environment: [String: String]) -> SettingsFacts {
        SettingsFacts { () throws(SettingsFailure) in
            let installed = try SettingsFile(at: ResolvedSettings.installedFile)
            return try ResolvedSettings(overrides: [:], environment: environment, files: installed.map { [$0] } ?? [])
        }
    }
}
