import Domain

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// A lock that a process holds on a file (proc_locks(5): `/proc/locks`).
package struct FileLock: Hashable, Sendable {
    package enum Kind: String, Sendable {
        /// flock(2).
        case whole = "FLOCK"
        /// fcntl(2), `F_SETLK`: of a part of the file.
        case range = "POSIX"
    }

    package let kind: Kind
    package let isExclusive: Bool
    package let process: Int32
    /// The bytes that it covers.
    package let bytes: ClosedRange<UInt64>

    /// The locks that are held on a file, without those that are waited for; empty where the file or the list cannot be
    /// read.
    package static func held(on file: String) -> [FileLock] {
        var status = stat()
        guard stat(file, &status) == 0 else { return [] }
        return held(
            onInode: UInt64(status.st_ino), device: UInt64(status.st_dev), in: ProcFile.text("/proc/locks") ?? "")
    }

    /// `1: POSIX  ADVISORY  WRITE 708 08:01:1234 120 120`; the end of a lock without one is `EOF`, one that is waited
    /// for has `->` in front of its kind. File systems without a device of their own, as those with subvolumes, show
    /// another one than stat(2): there the inode alone decides.
    /// - Parameter device: `st_dev` of stat(2).
    static func held(onInode inode: UInt64, device: UInt64 = 0, in table: String) -> [FileLock] {
        // makedev(3).
        let major = device >> 8 & 0xFFF | device >> 32 & ~0xFFF
        let minor = device & 0xFF | device >> 12 & ~0xFF
        func isOnDevice(_ place: Substring) -> Bool {
            let numbers = place.split(separator: ":").map { UInt64($0, radix: 16) }
            return major == 0 || numbers.count == 3 && numbers[0] == major && numbers[1] == minor
        }
        return table.textLines().compactMap { line in
            let fields = line.split(separator: " ")
            guard fields.count > 7, let kind = Kind(rawValue: String(fields[1])), let process = Int32(fields[4]),
                // A lock of a descriptor (OFD) belongs to no process, and 0 is one that is not visible here.
                process > 0, fields[5].split(separator: ":").last.flatMap({ UInt64($0) }) == inode,
                isOnDevice(fields[5]),
                let start = UInt64(fields[6]), let end = fields[7] == "EOF" ? .max : UInt64(fields[7]), start <= end
            else { return nil }
            return FileLock(kind: kind, isExclusive: fields[3] == "WRITE", process: process, bytes: start...end)
        }
    }
}
