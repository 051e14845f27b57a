#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// The file that a path refers to: an open descriptor keeps reading the old file after it was deleted or replaced.
package struct FileIdentity: Hashable, Sendable, CustomStringConvertible {
    package let device: UInt64
    package let node: UInt64

    /// `nil` where there is no file, or it may not be seen.
    package init?(_ path: String) {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        device = UInt64(status.st_dev)
        node = UInt64(status.st_ino)
    }

    package var description: String { "device \(device), inode \(node)" }
}
