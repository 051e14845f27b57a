import Domain

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// A file that is written beside its place under another name, and takes its place once it is whole and the disk has it: whoever looks
/// finds what was there before, or all of the new one.
struct PartialFile: Sendable {
    let target: String
    let path: String
    private let descriptor: Int32

    /// Makes it, readable by its owner alone. What a killed writer left behind is written over; one that still writes is refused.
    init(for target: String) throws(ArchiveFailure) {
        self.target = target
        path = target + ".partial"
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw FileFailure.failure(errno, "\(path) cannot be written", path: path) }
        self.descriptor = descriptor
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            close(descriptor)
            throw ArchiveFailure(
                .locked, "another process is writing \(path)",
                hint: "wait for it to end (fuser -v '\(path)'), or name another file")
        }
        ftruncate(descriptor, 0)
        fchmod(descriptor, 0o600)
    }

    /// Puts it in its place. Given up or kept, it is not used again.
    func keep() throws(ArchiveFailure) {
        // A program that was told to write here may have made the file anew: the name counts.
        let written = open(path, O_RDONLY | O_CLOEXEC)
        let isOnDisk = written >= 0 && fsync(written) == 0
        let code = errno
        if written >= 0 { close(written) }
        guard isOnDisk else { throw FileFailure.failure(code, "\(path) cannot be brought to the disk", path: path) }
        guard rename(path, target) == 0 else {
            throw FileFailure.failure(errno, "\(path) cannot be renamed to \(target)", path: target)
        }
        Self.syncFolder(of: target)
        close(descriptor)
    }

    /// Leaves nothing behind.
    func discard() {
        for name in [path, path + "-journal", path + "-wal", path + "-shm"] { unlink(name) }
        close(descriptor)
    }

    /// As long as a folder is not on the disk, a name in it is not.
    static func syncFolder(of path: String) {
        let folder = open(FileFailure.folder(of: path), O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard folder >= 0 else { return }
        fsync(folder)
        close(folder)
    }

    /// `nil` when there is no such file.
    static func size(of path: String) -> Int? {
        var status = stat()
        return stat(path, &status) == 0 ? Int(status.st_size) : nil
    }
}

/// What the system's error numbers mean for a file of a backup.
enum FileFailure {
    static func failure(_ code: Int32, _ what: String, path: String) -> ArchiveFailure {
        let said = String(cString: strerror(code))
        switch code {
        case ENOSPC, EDQUOT:
            return ArchiveFailure(
                .diskFull, "\(what): the disk is full",
                hint: "free some space (df -h '\(folder(of: path))'), or name another folder; nothing was changed")
        case EACCES, EPERM, EROFS:
            return ArchiveFailure(
                .forbiddenFile, "\(what): \(said)",
                hint: "let this user write the folder (ls -ld '\(folder(of: path))'), or name another one")
        case ENOENT, ENOTDIR:
            return ArchiveFailure(
                .unusableFile, "\(what): \(said)",
                hint: "check the path; the folder has to be there: ls -ld '\(folder(of: path))'")
        case EISDIR, ELOOP:
            return ArchiveFailure(.unusableFile, "\(what): \(said)", hint: "name a file, not a folder or a link")
        default:
            return ArchiveFailure(
                .unusableFile, "\(what): \(said)", hint: "check the disk: dmesg, df -h '\(folder(of: path))'")
        }
    }

    static func folder(of path: String) -> String {
        guard let end = path.lastIndex(of: "/") else { return "." }
        return end == path.startIndex ? "/" : String(path[..<end])
    }
}
