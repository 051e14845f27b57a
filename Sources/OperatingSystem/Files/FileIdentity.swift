#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// The file that a path refers to: an open descriptor keeps reading the old file after it was deleted or replaced.
package struct FileIdentity: Hashable, Sendable, CustomStringConvertible {
    package let device: UInt64
    package let node: UInt64

    /// What stat(2) says of a path.
    package enum Lookup: Hashable, Sendable {
        case found(FileIdentity)
        /// `ENOENT` or `ENOTDIR`.
        case missing
        /// Another error: there may be a file.
        case failed(Int32)
    }

    /// `nil` where there is no file, or it may not be seen: see ``lookup(_:)``.
    package init?(_ path: String) {
        guard case .found(let identity) = Self.lookup(path) else { return nil }
        self = identity
    }

    private init(_ status: stat) {
        device = UInt64(status.st_dev)
        node = UInt64(status.st_ino)
    }

    /// Looks for the file that a path refers to.
    package static func lookup(_ path: String) -> Lookup {
        var status = stat()
        guard stat(path, &status) != 0 else { return .found(FileIdentity(status)) }
        return [ENOENT, ENOTDIR].contains(errno) ? .missing : .failed(errno)
    }

    package var description: String { "device \(device), inode \(node)" }
}
