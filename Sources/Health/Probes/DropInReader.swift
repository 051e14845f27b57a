import Domain
import FoundationEssentials

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Reads drop-ins of units.
enum DropInReader {
    private static let largest = 100_000

    /// Those that are regular files, can be read and are not larger than a person writes, in this order. Blocks.
    static func read(_ paths: [String]) -> [DropIn] {
        paths.compactMap { path in
            var status = stat()
            // A pipe would never end.
            guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG, status.st_size < largest,
                let data = try? Data(contentsOf: URL(filePath: path))
            else { return nil }
            let changed = Timestamp(
                milliseconds: Int64(status.st_mtim.tv_sec) * 1000 + Int64(status.st_mtim.tv_nsec) / 1_000_000)
            return DropIn(
                path: path, changed: changed, settings: DropIn.settings(in: String(decoding: data, as: UTF8.self)))
        }
    }
}
