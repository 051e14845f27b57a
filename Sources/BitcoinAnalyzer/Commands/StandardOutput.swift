import Domain
import Health
import OperatingSystem
import Synchronization

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
            guard try writePart(of: &rest) else { return false }
        }
        return true
    }

    /// As ``write(_:)``, for much text: a reader that pauses holds no thread of Swift concurrency. On a host with one
    /// processor there is one, which signals need too.
    /// - Throws: ``CommandFailure`` (74); `CancellationError` when cancelled while the reader takes no more.
    static func send(_ text: String) async throws -> Bool {
        let stop = StopRequest()
        let result = await withTaskCancellationHandler {
            await blocking { Result<Bool, any Error> { try Self.write(text, until: stop) } }
        } onCancel: {
            stop.isRequested.store(true, ordering: .releasing)
        }
        return try result.get()
    }

    private static func write(_ text: String, until stop: StopRequest) throws -> Bool {
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            if hasRoom() {
                guard try writePart(of: &rest, atMost: roomOfPipe) else { return false }
            } else if stop.isRequested.load(ordering: .acquiring) {
                throw CancellationError()
            }
        }
        return true
    }

    /// What fits into a pipe that is ready (`PIPE_BUF`, pipe(7)).
    private static let roomOfPipe = 4096

    /// Whether stdout takes some text, or fails at once; waits for that a moment.
    private static func hasRoom() -> Bool {
        var output = pollfd(fd: STDOUT_FILENO, events: Int16(POLLOUT), revents: 0)
        let ready = poll(&output, 1, 100)
        return ready > 0 || ready < 0 && errno != EINTR
    }

    /// Drops what it has written from `rest`.
    /// - Returns: `false` when the pipe is closed.
    private static func writePart(of rest: inout ArraySlice<UInt8>, atMost limit: Int = .max) throws(CommandFailure)
        -> Bool
    {
        let count = rest.prefix(limit).withUnsafeBytes { writeBytes(STDOUT_FILENO, $0.baseAddress, $0.count) }
        if count >= 0 {
            rest = rest.dropFirst(count)
        } else if errno == EPIPE {
            return false
        } else if errno == EAGAIN, limit < .max {
            // Another writer of a pipe that does not block has taken the room.
            return true
        } else if errno != EINTR {
            throw failure(SystemError.phrase(errno), isClosed: errno == EBADF)
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
