import Domain
import OperatingSystem

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// The process that keeps others from writing an SQLite file.
///
/// The writer of a database with a write-ahead log holds byte 120 of the `-shm` file (`WAL_WRITE_LOCK`,
/// https://sqlite.org/walformat.html#wal_locks); without one, or in exclusive mode, bytes from 2³⁰ on of the file
/// itself (`PENDING_BYTE`, https://sqlite.org/fileformat.html#the_lock_byte_page).
enum SQLiteLocks {
    private static let walWriteLock: UInt64 = 120
    private static let pendingByte: UInt64 = 1 << 30

    /// `nil` when there is none, when it is this process, or on another machine, as with a network file system.
    static func writer(of file: String) -> RunningProcess? {
        let log = FileLock.held(on: file + "-shm").filter { $0.bytes.contains(walWriteLock) }
        let whole = FileLock.held(on: file).filter { $0.bytes.upperBound >= pendingByte }
        return (log + whole).first { $0.kind == .range && $0.isExclusive && $0.process != getpid() }
            .map { RunningProcess(of: $0.process) }
    }
}

extension SQLiteFile {
    /// The file is locked, by another process as a rule.
    func locked(_ detail: String) -> ArchiveFailure {
        guard let writer = SQLiteLocks.writer(of: path) else {
            return failure(
                .locked, Phrase("is locked by another process", fr: "est verrouillée par un autre processus"),
                hint: Phrase(
                    "try again; if it stays, find who holds the file named in DATABASE_URL: fuser -v \(path.shellQuoted)",
                    fr:
                        "réessayez\u{A0}; si cela persiste, cherchez qui tient le fichier indiqué dans "
                        + "DATABASE_URL\u{A0}: fuser -v \(path.shellQuoted)"
                ),
                detail)
        }
        let isSuspended = ProcessIdentity.isStopped(writer.process)
        var failure = failure(
            .locked,
            Phrase("is locked by ", fr: "est verrouillée par le ") + writer.phrase
                + (isSuspended
                    ? Phrase(", which is suspended (state T)", fr: ", qui est suspendu (état T)") : Phrase.empty),
            hint: isSuspended
                ? Phrase(
                    "resume it, so that it can finish its write: kill -CONT \(writer.process)",
                    fr: "reprenez-le, pour qu’il puisse finir son écriture\u{A0}: kill -CONT \(writer.process)")
                : writer.isOurs
                    ? Phrase(
                        "another command of this program is writing; wait until it has finished",
                        fr: "une autre commande de ce programme écrit\u{A0}; attendez qu’elle ait fini")
                    : Phrase(
                        "let that program finish; if it is idle, close its transaction: ps -fp \(writer.process) shows it",
                        fr:
                            "laissez finir ce programme\u{A0}; s’il est inactif, fermez sa transaction\u{A0}: "
                            + "ps -fp \(writer.process) le montre"
                    ),
            detail)
        failure.command = isSuspended ? "kill -CONT \(writer.process)" : "ps -fp \(writer.process)"
        failure.reasons = [
            Evidence(
                source: "/proc/locks",
                line: "\(writer) holds \(path)" + (isSuspended ? "; state T (stopped)" : ""))
        ]
        return failure
    }
}
