import Domain
import Feeds
import FoundationEssentials
import Health
import Notifications
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
        var resolved = SettingsFacts.Resolved(
            database: databaseIdentity, databaseOrigin: databaseOrigin, databaseFile: databaseURL.file,
            weakEncryption: databaseURL.weakEncryption,
            api: .init(host: api.host, port: api.port), web: .init(host: web.host, port: web.port),
            apiBaseURL: apiBaseURL.redactedAddress, collectEvery: collectEvery,
            freshFor: freshFor, stateDirectory: stateDirectory, logsDirectory: logsDirectory,
            runLimit: speed == 1 ? collectTimeout : collectTimeout * speed)
        resolved.sources = Set(
            priceSources.map(\.venue.name) + witnesses.map(\.witness.name) + FeedSource.names(of: newsFeeds))
        resolved.languageModel = model.shownModel
        resolved.receivers = notifications.targets.map(\.receiver)
        resolved.notifiesBrowsers = notifications.pushSender != nil
        return resolved
    }
}

extension SettingsFacts {
    init(_ failure: SettingsFailure) {
        self = .refused(message: failure.message, hint: failure.hint, at: failure.place)
    }

    init(_ resolve: () throws(SettingsFailure) -> ResolvedSettings) {
        do {
            let resolved = try resolve()
            var facts = try Settings(resolved).facts(
                databaseOrigin: resolved[.databaseURL]?.origin ?? ResolvedSettings.defaultOrigin)
            facts.warnings = resolved.warnings + resolved.unknown
            facts.windowsFiles = resolved.windowsFiles
            self = .resolved(facts)
        } catch {
            self.init(error)
        }
    }

    /// Resolved as in every command.
    static func own(_ options: CommonOptions) -> SettingsFacts {
        do {
            let resolved = try options.resolvedSettings()
            return SettingsFacts { () throws(SettingsFailure) in resolved }
        } catch {
            if let failure = error as? SettingsFailure { return SettingsFacts(failure) }
            let failure = CommandFailure(error)
            return .refused(
                message: failure?.message ?? Phrase(verbatim: "\(error)"), hint: failure?.hint ?? .empty)
        }
    }

    /// Resolved as in a unit: its environment and the installed file; a unit has no `.env` in its working directory.
    static func ofUnit(_ environment: [String: String]) -> SettingsFacts {
        SettingsFacts { () throws(SettingsFailure) in try .ofUnit(environment) }
    }
}

extension ResolvedSettings {
    /// As a unit with this environment resolves them.
    static func ofUnit(_ environment: [String: String], overrides: [String: String] = [:]) throws(SettingsFailure)
        -> ResolvedSettings
    {
        let installed = try SettingsFile(at: installedFile)
        return try ResolvedSettings(
            overrides: overrides, environment: environment, files: installed.map { [$0] } ?? [])
    }
}
