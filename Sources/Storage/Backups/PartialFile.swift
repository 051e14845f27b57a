import Domain
import OperatingSystem

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// A file that is written under a temporary name, and renamed once it is complete and on the disk: a reader finds
/// either the old file or the complete new one.
struct PartialFile: Sendable {
    private let file: FileReplacement
    /// The path of the temporary file, for programs that write to it.
    var path: String { file.path }
    /// Of the temporary file, until it is kept or discarded.
    var descriptor: Int32 { file.descriptor }

    /// Creates it, readable by its owner only, in place of one left by a killed process.
    /// - Throws: `locked` while another process writes it.
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
                    "wait for it to end (fuser -v \(error.path.shellQuoted)), or name another file",
                    fr: "attendez qu’il se termine (fuser -v \(error.path.shellQuoted)) ou indiquez un autre fichier"))
        }
    }

    /// Appends all of the bytes.
    func write(_ bytes: some Collection<UInt8>) throws(BackupFailure) {
        try Self.translated { () throws(FileError) in try file.write(bytes) }
    }

    /// Copies owner and permissions of the replaced file, or the owner of its directory: root may restore for the user
    /// of the service, who must be able to open it.
    func takeRightsOfTarget() throws(BackupFailure) {
        try Self.translated { () throws(FileError) in try file.takeRightsOfTarget() }
    }

    /// Renames it to its final name. Not used again after this or ``discard()``.
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
        // Files that SQLite keeps beside an open database.
        for end in ["-journal", "-wal", "-shm"] { unlink(path + end) }
    }

    private static func translated(_ body: () throws(FileError) -> Void) throws(BackupFailure) {
        do throws(FileError) { try body() } catch { throw .file(error.path, .write, code: error.code) }
    }

    /// The size in bytes; `nil` when there is no such file.
    static func size(of path: String) -> Int? {
        var status = stat()
        return stat(path, &status) == 0 ? Int(status.st_size) : nil
    }
}
