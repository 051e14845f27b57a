package import Domain
import OperatingSystem

/// A period of maintenance in which no incident opens. It ends automatically.
package struct MaintenanceWindow: Hashable, Sendable, Codable {
    package let from: Timestamp
    package let until: Timestamp
    package let reason: String
    /// The user who opened it.
    package let by: String

    package init(from: Timestamp, until: Timestamp, reason: String, by: String) {
        self.from = from
        self.until = until
        self.reason = reason
        self.by = by
    }
}

/// `maintenance.json` in the state directory: a file, because the database may be under maintenance.
package struct MaintenanceFile: Sendable {
    private let file: StateFile
    package var path: String { file.path }

    package init(inFolder folder: String) { file = StateFile(folder + "/maintenance.json") }

    /// `nil` when none is open. An unreadable file opens none.
    package func current(now: Timestamp) -> MaintenanceWindow? {
        guard let window = try? file.read(as: MaintenanceWindow.self) else { return nil }
        return window.from <= now && now < window.until ? window : nil
    }

    /// Opens a window, and replaces an open one.
    /// - Throws: ``FileError`` when the folder cannot be written.
    package func open(_ window: MaintenanceWindow) throws { try file.write(window) }

    /// Does nothing when none is open.
    package func close() { file.remove() }
}
