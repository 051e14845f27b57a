package import Domain
import FoundationEssentials

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

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
    package let path: String

    package init(inFolder folder: String) { path = folder + "/maintenance.json" }

    /// `nil` when none is open. An unreadable file opens none.
    package func current(now: Timestamp) -> MaintenanceWindow? {
        guard let data = try? Data(contentsOf: URL(filePath: path)),
            let window = try? JSONDecoder().decode(MaintenanceWindow.self, from: data)
        else { return nil }
        return window.from <= now && now < window.until ? window : nil
    }

    /// Opens a window, and replaces an open one.
    /// - Throws: when the folder cannot be written.
    package func open(_ window: MaintenanceWindow) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        let folder = String(path[..<(path.lastIndex(of: "/") ?? path.startIndex)])
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try encoder.encode(window).write(to: URL(filePath: path), options: .atomic)
        // The service's user must be able to read a file that root wrote.
        var status = stat()
        if geteuid() == 0, stat(folder, &status) == 0 { _ = chown(path, status.st_uid, status.st_gid) }
    }

    /// Does nothing when none is open.
    package func close() { unlink(path) }
}
