import Domain
import FoundationEssentials
import Health
import OperatingSystem

/// Reads the installed file of settings as it is, valid or not, and remembers with which values the service worked.
struct InstalledSettingsReader: Sendable {
    let file: String
    /// The state directory of the installation, where it is one; it stays when `STATE_DIRECTORY` is changed.
    let folder: String

    /// `nil` where no file is installed, or this process has the settings that it was given.
    init?(stateDirectory: String?) {
        guard ProcessInfo.processInfo.environment[ResolvedSettings.withoutFiles] == nil,
            FileManager.default.fileExists(atPath: ResolvedSettings.installedFile)
        else { return nil }
        file = ResolvedSettings.installedFile
        var isFolder = false
        let isThere = FileManager.default.fileExists(atPath: InstallPaths.state, isDirectory: &isFolder)
        folder = isThere && isFolder ? InstallPaths.state : stateDirectory ?? InstallPaths.state
    }

    init(file: String, folder: String) {
        self.file = file
        self.folder = folder
    }

    private var record: WorkingSettingsFile { WorkingSettingsFile(inFolder: folder) }

    /// How the file differs from what worked; none where that is unknown. Blocks.
    func changes() -> [SettingChange] {
        guard let record = record.read(), let settings = read() else { return [] }
        return record.changes(in: settings)
    }

    /// Remembers the values with which the service works. A record that cannot be written is lost: it explains less.
    /// Blocks.
    func update(by facts: HealthFacts, _ findings: [Finding]) {
        guard let settings = read() else { return }
        let working = facts.workingGroups(findings, since: settings.written)
        guard !working.isEmpty, let new = (record.read() ?? WorkingSettings()).updated(by: settings, working: working)
        else { return }
        try? record.write(new)
    }

    func read() -> InstalledSettings? {
        guard let attributes = try? FileManager.default.attributesOfItem(atPath: file),
            let written = attributes[.modificationDate] as? Date,
            let bytes = try? SettingsSource.ofThisProcess.read(file, folder: .any)
        else { return nil }
        var values: [String: InstalledSettings.Value] = [:]
        for line in String(decoding: bytes, as: UTF8.self).textLines() {
            // A line that cannot be read says nothing; the check of the settings names it.
            guard let parsed = try? SettingsText.parse(String(line), path: file) else { continue }
            for (name, text) in parsed where SettingNames.known.contains(name) && !text.isEmpty {
                values[name] = InstalledSettings.Value(text: text, shown: Self.shown(name, text))
            }
        }
        return InstalledSettings(
            file: file, written: Timestamp(milliseconds: Int64(clamped: written.timeIntervalSince1970 * 1000)),
            values: values)
    }

    /// Without secrets; empty for one that is nothing else.
    private static func shown(_ name: String, _ text: String) -> String {
        guard let key = SettingKey.allCases.first(where: { $0.names.contains(name) }), !name.hasSuffix("_FILE") else {
            return text
        }
        return key.shown(text) ?? ""
    }
}
