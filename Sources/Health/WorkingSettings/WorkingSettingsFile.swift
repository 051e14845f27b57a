import OperatingSystem

/// `working-settings.json` in the state directory.
package struct WorkingSettingsFile: Sendable {
    private let file: StateFile

    package init(inFolder folder: String) { file = StateFile(folder + "/working-settings.json") }

    /// `nil` where there is none, or none that this user may read.
    package func read() -> WorkingSettings? { try? file.read(as: WorkingSettings.self) }

    /// - Throws: ``FileError``; the old record is still there then.
    package func write(_ settings: WorkingSettings) throws { try file.write(settings) }
}
