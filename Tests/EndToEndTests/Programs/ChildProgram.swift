import CSpawn
import Foundation
import Support

/// A process that a test started: its output as it comes, its end, signals to it. Killed with its whole group when the
/// test is done with it.
final class ChildProgram: Sendable {
    let process: pid_t
    let transcript = Transcript()

    /// - Parameters:
    ///   - command: The program's path and its words.
    ///   - environment: All of it; nothing is inherited.
    ///   - folder: Its working directory.
    init(_ command: [String], environment: [String: String], in folder: String) throws {
        let output = try Pipe.make()
        let errors = try Pipe.make()
        defer {
            close(output.write)
            close(errors.write)
        }
        let guardian = try Guardian.shared.get()
        process = try spawn(
            ["/bin/sh", "-c", #"cd "$0" && exec "$@""#, folder] + command, environment: environment,
            output: output.write, errors: errors.write)
        guardian.watch(process)
        follow(output.read, errors.read, guardian)
    }

    /// - Returns: `false` when it has ended already.
    @discardableResult
    func signal(_ signal: Int32) -> Bool {
        transcript.update { written in
            guard written.ending == nil else { return false }
            return kill(process, signal) == 0
        }
    }

    func end(within limit: Duration = hangLimit) async throws -> Ended {
        try await transcript.wait(for: "its end", within: limit) { written in
            written.ending.map { Ended(ending: $0, output: written.outputText, errors: written.errorText) }
        }
    }

    /// Ends it and whatever it started, at once, unless it has ended.
    func destroy() {
        transcript.update { written in
            if written.ending == nil { _ = kill(-process, SIGKILL) }
        }
    }

    /// Reads its output and waits for its exit on a separate thread.
    private func follow(_ output: Int32, _ errors: Int32, _ guardian: Guardian) {
        let (transcript, process) = (transcript, process)
        Thread.detachNewThread {
            var files = [output, errors].map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
            var chunk = [UInt8](repeating: 0, count: 65536)
            while files.contains(where: { $0.fd >= 0 }) {
                guard poll(&files, nfds_t(files.count), -1) >= 0 || errno == EINTR else { break }
                for index in files.indices where files[index].fd >= 0 && files[index].revents != 0 {
                    let count = read(files[index].fd, &chunk, chunk.count)
                    if count <= 0 {
                        close(files[index].fd)
                        files[index].fd = -1
                    } else {
                        transcript.update { written in
                            if index == 0 {
                                written.output += chunk[..<count]
                            } else {
                                written.errors += chunk[..<count]
                            }
                        }
                    }
                }
            }
            // Seen before it is reaped, so that its number cannot belong to another process while somebody sends it a
            // signal.
            var seen = siginfo_t()
            while waitid(P_PID, id_t(process), &seen, WEXITED | WNOWAIT) == -1, errno == EINTR {}
            transcript.update { written in
                var status: Int32 = 0
                while waitpid(process, &status, 0) == -1, errno == EINTR {}
                written.ending = status & 0x7F == 0 ? .exit((status >> 8) & 0xFF) : .signal(status & 0x7F)
            }
            guardian.forget(process)
        }
    }
}

/// How a process ended, and all that it wrote.
struct Ended: Sendable {
    let ending: Transcript.Ending
    let output: String
    let errors: String

    var code: Int32? { if case .exit(let code) = ending { code } else { nil } }

    /// stdout, which must be exactly one JSON document.
    func json<T: Decodable>(_ shape: T.Type) throws -> T { try JSONDecoder().decode(shape, from: Data(output.utf8)) }
}

struct Pipe {
    let read: Int32
    let write: Int32

    /// Both ends are closed in children that do not get them as their own.
    static func make() throws -> Pipe {
        // A pair of sockets: unlike a pipe, it can be made so that no child that is started at this moment inherits an
        // end.
        var ends: [Int32] = [0, 0]
        let kind = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
        guard socketpair(AF_UNIX, kind, 0, &ends) == 0 else { throw POSIXError(.EMFILE) }
        return Pipe(read: ends[0], write: ends[1])
    }
}

/// Starts a command in its own process group, with default signal handling.
func spawn(
    _ command: [String], environment: [String: String], input: Int32? = nil, output: Int32? = nil, errors: Int32? = nil
) throws -> pid_t {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    for (own, given, mode) in [(Int32(0), input, O_RDONLY), (1, output, O_WRONLY), (2, errors, O_WRONLY)] {
        if let given {
            posix_spawn_file_actions_adddup2(&actions, given, own)
        } else {
            posix_spawn_file_actions_addopen(&actions, own, "/dev/null", mode, 0)
        }
    }
    // Listening sockets of the sandbox among them: a child that inherited one would hold a port that is not its own.
    close_from(&actions, 3)
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    // The network library ignores SIGPIPE in this process, and ignored signals are inherited.
    var defaults = sigset_t()
    sigemptyset(&defaults)
    for signal in [SIGPIPE, SIGINT, SIGTERM, SIGHUP] { sigaddset(&defaults, signal) }
    posix_spawnattr_setsigdefault(&attributes, &defaults)
    posix_spawnattr_setpgroup(&attributes, 0)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGDEF))

    var words = command.map { strdup($0) } + [nil]
    var pairs = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
    defer { (words + pairs).forEach { free($0) } }
    var process: pid_t = 0
    let code = posix_spawn(&process, command[0], &actions, &attributes, &words, &pairs)
    guard code == 0 else { throw POSIXError(POSIXErrorCode(rawValue: code) ?? .EIO) }
    return process
}
