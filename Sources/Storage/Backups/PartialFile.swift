import Domain
import OperatingSystem

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// A file that is written beside its place under another name, and takes its place once it is complete and on the disk:
/// a reader finds what was there before, or all of the new one.
struct PartialFile: Sendable {
    private let file: FileReplacement
    /// Of the temporary file, for programs that write to a path.
    var path: String { file.path }

    /// Creates it, readable by its owner alone. What a killed writer left behind is replaced; while another process
    /// writes it, it is refused.
    init(for target: String) throws(BackupFailure) {
        do throws(FileError) {
            file = try FileReplacement(
                of: target, mode: 0o600, owner: .process, temporaryName: .suffix(".partial"))
        } catch {
            guard error.code == EWOULDBLOCK else { throw .file(error.path, .write, code: error.code) }
            throw BackupFailure(
                .locked,
                Phrase("another process is writing \(error.path)", fr: "un autre processus écrit \(error.path)"),
                hint: Phrase(
                    "wait for it to end (fuser -v '\(error.path)'), or name another file",
                    fr: "attendez qu’il se termine (fuser -v '\(error.path)') ou indiquez un autre fichier"))
        }
    }

    /// Gives it the owner and the permissions of the file whose place it takes, or the folder's owner: root restores
    /// for the service's user, who has to be able to open it.
    func takeRightsOfTarget() throws(BackupFailure) {
        try Self.translated { () throws(FileError) in try file.takeRightsOfTarget() }
    }

    /// Puts it into its place. Given up or kept, it is not used again.
    func keep() throws(BackupFailure) {
        try Self.translated { () throws(FileError) in try file.commit() }
    }

    /// Whether two paths are names of one file.
    static func isSame(_ path: String, _ other: String) -> Bool {
        var (one, two) = (stat(), stat())
        return lstat(path, &one) == 0 && lstat(other, &two) == 0 && one.st_ino == two.st_ino && one.st_dev == two.st_dev
    }

    /// Leaves nothing behind.
    func discard() {
        file.discard()
        // What SQLite keeps beside a file that it has open.
        for end in ["-journal", "-wal", "-shm"] { unlink(path + end) }
    }

    private static func translated(_ body: () throws(FileError) -> Void) throws(BackupFailure) {
        do throws(FileError) { try body() } catch { throw .file(error.path, .write, code: error.code) }
    }

    /// `nil` when there is no such file.
    static func size(of path: String) -> Int? {
        var status = stat()
        return stat(path, &status) == 0 ? Int(status.st_size) : nil
    }
}
