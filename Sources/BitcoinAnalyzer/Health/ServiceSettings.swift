import Domain
import FoundationEssentials
import Health
import OperatingSystem
import Outbound

/// The settings that `doctor`, `why` and `status` check when a person runs them: those of the installed service, not
/// those of the shell, whose `.env` or environment may be for something else.
struct ServiceSettings: Sendable {
    /// `nil` where they cannot be used.
    let settings: Settings?
    let facts: SettingsFacts
    /// `nil` where no service is installed here, and the command checks its own settings.
    let shell: ShellSettings?

    /// Settings of the shell that differ without consequences for the service.
    private static let ofTheShell: Set<SettingKey> = [.logLevel, .logFormat, .stateDirectory, .logsDirectory]
    /// The time to find out whether a service is installed.
    private static let limit: Duration = .seconds(1)

    static func resolve(_ options: CommonOptions, run: @escaping RunCommand = SystemCommand.port) async
        -> ServiceSettings
    {
        let own = ServiceSettings(settings: try? options.settings(), facts: .own(options), shell: nil)
        // A process of the service, or of a drill, has the settings that it was given.
        guard ProcessInfo.processInfo.environment[ResolvedSettings.withoutFiles] == nil, RunningProcess.ownUnit == nil,
            let units = await withDeadline(
                limit, late: .abandoned,
                { await SystemdUnits.states(run, limit: limit, withJournal: false).value ?? [:] }),
            let environment = units.environmentOfService
        else { return own }
        do throws(SettingsFailure) {
            let resolved = try ResolvedSettings.ofUnit(environment, overrides: options.settingOverrides)
            return ServiceSettings(
                settings: try Settings(resolved), facts: SettingsFacts { () throws(SettingsFailure) in resolved },
                shell: Self.compare(options, with: resolved))
        } catch {
            // A user who may not read the settings of the service checks what it can.
            guard !error.isPermission else { return own }
            return ServiceSettings(settings: nil, facts: SettingsFacts(error), shell: nil)
        }
    }

    private static func compare(_ options: CommonOptions, with service: ResolvedSettings) -> ShellSettings {
        do throws(SettingsFailure) {
            let own = try ResolvedSettings.current(overrides: options.settingOverrides)
            let differing = SettingKey.allCases.filter { key in
                guard let value = own[key] else { return false }
                // systemd gives the units theirs; only commands follow the file, to another database.
                if key == .stateDirectory, value.origin == ResolvedSettings.installedFile {
                    return value.text != service[key]?.text
                }
                guard !ofTheShell.contains(key) else { return false }
                return ResolvedSettings.isOfShell(value.origin) && value.text != service[key]?.text
            }
            let (here, there) = (try? Settings(own), try? Settings(service))
            var refused: Phrase?
            if here == nil {
                do throws(SettingsFailure) { _ = try Settings(own) } catch { refused = error.message }
            }
            return ShellSettings(
                differences: differing.map { key in
                    ShellSettings.Difference(
                        name: key.rawValue, here: here?.shown(key, own) ?? own[key].flatMap { key.shown($0.text) },
                        service: there?.shown(key, service),
                        file: own[key].flatMap { ResolvedSettings.file(ofOrigin: $0.origin) })
                }, refused: refused)
        } catch {
            return ShellSettings(differences: [], refused: error.message)
        }
    }
}

extension [String: UnitState] {
    /// The environment in which the service resolves its settings; `nil` where none is installed.
    ///
    /// Where its units differ, that of the installation counts, so that the unit that differs from it is named.
    fileprivate var environmentOfService: [String: String]? {
        let units = [ServiceUnits.api, ServiceUnits.collect].compactMap { self[$0] }.filter(\.isInstalled)
        guard let first = units.first ?? self[ServiceUnits.web].flatMap({ $0.isInstalled ? $0 : nil }) else {
            return nil
        }
        let environments = units.map(\.environmentAsStarted)
        let key = SettingKey.databaseURL.rawValue
        guard let environment = environments.first, environments.contains(where: { $0[key] != environment[key] })
        else { return environments.first ?? first.environmentAsStarted }
        var installed = environment
        installed[key] = nil
        return installed
    }
}
