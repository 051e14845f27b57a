import Domain
import OperatingSystem

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// A backup that is open for reading: what is checked is what is restored, whatever gets its name meanwhile. Opened
/// before root's rights are given up, as a backup may be readable by root alone.
package final class BackupInput: Sendable {
    package let path: String
    let descriptor: Int32
    /// In bytes.
    let size: Int

    /// - Throws: ``BackupFailure``
    package init(_ path: String) throws(BackupFailure) {
        self.path = path
        // Without O_NONBLOCK, opening a pipe would wait for its writer.
        descriptor = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
        guard descriptor >= 0 else {
            size = 0
            throw .file(path, .read, code: errno)
        }
        var status = stat()
        let isFile = fstat(descriptor, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
        size = Int(status.st_size)
        guard isFile else { throw .file(path, .read, code: EISDIR) }
    }

    /// A file that may be absent: `nil` where there is none.
    /// - Throws: ``BackupFailure`` for one that is there and cannot be read.
    static func ifPresent(_ path: String) throws(BackupFailure) -> BackupInput? {
        do throws(BackupFailure) { return try BackupInput(path) } catch {
            var status = stat()
            guard lstat(path, &status) != 0, errno == ENOENT else { throw error }
            return nil
        }
    }

    deinit { if descriptor >= 0 { close(descriptor) } }

    /// The first bytes.
    var head: [UInt8] {
        var head = [UInt8](repeating: 0, count: 32)
        let count = pread(descriptor, &head, head.count, 0)
        return Array(head.prefix(max(0, count)))
    }

    /// The last bytes, at most `count`.
    func tail(_ count: Int) -> [UInt8] {
        var tail = [UInt8](repeating: 0, count: min(count, size))
        let read = pread(descriptor, &tail, tail.count, off_t(size - tail.count))
        return Array(tail.prefix(max(0, read)))
    }

    /// Copies the file: for programs and libraries that read a file by its name. Blocks.
    /// - Throws: ``BackupFailure``; `stopped` when cancelled.
    func copy(to path: String, _ cancellation: Cancellation? = nil) throws {
        let target = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard target >= 0 else { throw BackupFailure.file(path, .write, code: errno) }
        defer { close(target) }
        var offset: off_t = 0
        while true {
            try cancellation?.check()
            let count = sendfile(target, descriptor, &offset, Self.piece)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw BackupFailure.file(path, .write, code: errno) }
            if count == 0 { return }
        }
    }

    /// The bytes that are copied at once: a slow disk takes a second for them.
    private static let piece = 32 << 20
}
