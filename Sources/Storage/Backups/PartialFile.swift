import Domain
import OperatingSystem

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// A file that is written beside its place under another name, and takes its place once it is complete and on the disk: a reader
/// finds what was there before, or all of the new one.
struct PartialFile: Sendable {
    private let file: FileReplacement
    /// Of the temporary file, for programs that write to a path.
    var path: String { file.path }

    /// Creates it, readable by its owner alone. What a killed writer left behind is replaced; while another process writes it,
    /// it is refused.
    init(for target: String) throws(ArchiveFailure) {
        do throws(FileError) {
            file = try FileReplacement(
                of: target, mode: 0o600, owner: .process, temporaryName: .suffix(".partial"))
        } catch {
            guard error.code == EWOULDBLOCK else { throw FileFailure.failure(error) }
            throw ArchiveFailure(
                .locked, "another process is writing \(error.path)",
                hint: "wait for it to end (fuser -v '\(error.path)'), or name another file")
        }
    }

    /// Gives it the owner and the permissions of the file whose place it takes, or the folder's owner: root restores for the service's
    /// user, who has to be able to open it.
    func takeRightsOfTarget() throws(ArchiveFailure) {
        try Self.translated { () throws(FileError) in try file.takeRightsOfTarget() }
    }

    /// Puts it into its place. Given up or kept, it is not used again.
    func keep() throws(ArchiveFailure) {
        try Self.translated { () throws(FileError) in try file.commit() }
    }

    /// Leaves nothing behind.
    func discard() {
        file.discard()
        // What SQLite keeps beside a file that it has open.
        for end in ["-journal", "-wal", "-shm"] { unlink(path + end) }
    }

    private static func translated(_ body: () throws(FileError) -> Void) throws(ArchiveFailure) {
        do throws(FileError) { try body() } catch { throw FileFailure.failure(error) }
    }

    /// `nil` when there is no such file.
    static func size(of path: String) -> Int? {
        var status = stat()
        return stat(path, &status) == 0 ? Int(status.st_size) : nil
    }
}

/// What the system's error numbers mean for a file of a backup.
enum FileFailure {
    static func failure(_ error: FileError) -> ArchiveFailure {
        failure(error.code, "\(error.path) \(error.problem)", path: error.path)
    }

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
