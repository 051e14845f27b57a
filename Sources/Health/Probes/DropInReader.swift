import Domain
import FoundationEssentials

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// The text that the installation gave a unit file, with `@NAME@` for what differs between installations; `nil` where
/// the file has these contents since it was installed, or is not one of the installation.
package typealias InstalledUnit = @Sendable (_ path: String, _ contents: [UInt8]) -> String?

/// Reads drop-ins of units.
enum DropInReader {
    private static let largest = 100_000

    /// Those that are regular files, can be read and are not larger than a person writes, in this order. Blocks.
    static func read(_ paths: [String]) -> [DropIn] {
        paths.compactMap { path in
            contents(path).map { bytes, changed in
                DropIn(
                    path: path, changed: changed, settings: DropIn.settings(in: String(decoding: bytes, as: UTF8.self)))
            }
        }
    }

    /// A unit’s own file, where it was edited. Blocks.
    static func edited(_ path: String, _ installed: InstalledUnit) -> DropIn? {
        guard let (bytes, changed) = contents(path), let original = installed(path, bytes) else { return nil }
        return DropIn(
            unitFile: path, changed: changed, text: String(decoding: bytes, as: UTF8.self), installed: original)
    }

    private static func contents(_ path: String) -> ([UInt8], Timestamp)? {
        var status = stat()
        // A pipe would never end.
        guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG, status.st_size < largest,
            let data = try? Data(contentsOf: URL(filePath: path))
        else { return nil }
        // A file may have any time.
        let changed =
            Timestamp(seconds: Int64(status.st_mtim.tv_sec)) + .milliseconds(Int64(status.st_mtim.tv_nsec) / 1_000_000)
        return (Array(data), changed)
    }
}
