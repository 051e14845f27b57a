import DashboardAssets

/// The files compiled into the program, by their path in `DashboardAssets`.
struct EmbeddedFiles: Sendable {
    private let files: [String: [UInt8]]

    init() {
        var files: [String: [UInt8]] = [:]
        for index in 0..<dashboard_asset_count() {
            let asset = dashboard_asset(index)
            files[String(cString: asset.path)] = Array(UnsafeBufferPointer(start: asset.bytes, count: asset.size))
        }
        self.files = files
    }

    subscript(path: String) -> [UInt8]? { files[path] }

    /// - Throws: ``Missing`` when the file is not compiled in.
    func file(_ path: String) throws -> [UInt8] {
        guard let bytes = files[path] else { throw Missing(path: path) }
        return bytes
    }

    /// The files directly in `folder` whose name ends in `suffix`, by their name without it.
    func inFolder(_ folder: String, suffix: String) -> [(name: String, bytes: [UInt8])] {
        files.compactMap { path, bytes in
            guard path.hasPrefix(folder + "/"), path.hasSuffix(suffix) else { return nil }
            return (String(path.dropFirst(folder.count + 1).dropLast(suffix.count)), bytes)
        }
    }

    struct Missing: Error, CustomStringConvertible {
        let path: String
        var description: String { "\(path) is not compiled into this program" }
    }
}
