import Domain
import OperatingSystem

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// What a command prints: on stdout, unbuffered, so that a failure is noticed.
enum StandardOutput {
    /// Writes all of the text. Whoever closes the pipe, as head(1) does, has read enough: the rest is dropped.
    /// - Returns: `false` when the pipe is closed, so that more need not be made.
    /// - Throws: ``CommandFailure`` (74).
    @discardableResult
    static func write(_ text: String) throws(CommandFailure) -> Bool {
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { writeBytes(STDOUT_FILENO, $0.baseAddress, $0.count) }
            if count >= 0 {
                rest = rest.dropFirst(count)
            } else if errno == EPIPE {
                return false
            } else if errno != EINTR {
                throw failure(SystemError.phrase(errno), isClosed: errno == EBADF)
            }
        }
        return true
    }

    static func printLine(_ line: String) throws(CommandFailure) { _ = try write(line + "\n") }

    /// - Parameter isClosed: whether there is no stdout, rather than one that takes no more.
    static func failure(_ reason: Phrase, isClosed: Bool = false) -> CommandFailure {
        CommandFailure(
            .io, Phrase("cannot write the output: ", fr: "impossible d’écrire la sortie\u{A0}: ") + reason,
            hint: isClosed
                ? Phrase(
                    "run the command with its output open: to a terminal, a file or a pipe",
                    fr: "lancez la commande avec une sortie ouverte\u{A0}: un terminal, un fichier ou un tube")
                : Phrase("check the free disk space: df -h", fr: "vérifiez l’espace disque\u{A0}: df -h"))
    }

    private static func writeBytes(_ descriptor: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int {
        #if canImport(Glibc)
            Glibc.write(descriptor, bytes, count)
        #else
            Musl.write(descriptor, bytes, count)
        #endif
    }

    /// Opens what is closed of stdin, stdout and stderr: else the next file, such as the database, would take the
    /// number, and get what is printed. Opened the wrong way round, so that their use fails as before.
    static func reserveDescriptors() {
        for descriptor in [STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO]
        where fcntl(descriptor, F_GETFD) < 0 && errno == EBADF {
            _ = open("/dev/null", descriptor == STDIN_FILENO ? O_WRONLY : O_RDONLY)
        }
    }
}
