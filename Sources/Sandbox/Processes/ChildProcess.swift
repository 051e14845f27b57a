import CSpawn
import Dispatch
import FoundationEssentials

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// A child process. Started with `posix_spawn`, as `Process` detects the exit by a descriptor that a daemon started by
/// the child keeps open.
package enum ChildProcess {
    /// A command that exited with a status other than 0.
    package struct Failed: Error, CustomStringConvertible {
        /// The command line.
        package let command: String
        /// The status as of waitpid(2).
        package let status: Int32
        /// Its stdout and stderr.
        package let output: String
        /// The command, its status and its output.
        package var description: String { "\(command) ended with status \(status): \(output)" }
    }

    /// Runs a command without blocking a thread of Swift concurrency.
    /// - Returns: its stdout and stderr.
    /// - Throws: ``Failed``
    @discardableResult
    package static func run(_ command: [String], in folder: String) async throws -> String {
        // A file instead of a pipe, which a daemon would keep open.
        let file = FileManager.default.temporaryDirectory.path + "/output-" + UUID().uuidString
        defer { try? FileManager.default.removeItem(atPath: file) }
        let process = try start(command, in: folder, output: file)
        let status = await end(of: process)
        let output = String(decoding: (try? Data(contentsOf: URL(filePath: file))) ?? Data(), as: UTF8.self)
        guard status == 0 else { throw Failed(command: command.joined(separator: " "), status: status, output: output) }
        return output
    }

    /// Starts a command without waiting for it.
    /// - Parameters:
    ///   - input: the descriptor for stdin; `/dev/null` by default.
    ///   - environment: `nil` for that of this process.
    package static func start(
        _ command: [String], in folder: String, environment: [String: String]? = nil, input: Int32? = nil,
        output: String = "/dev/null"
    ) throws -> Int32 {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        if let input {
            posix_spawn_file_actions_adddup2(&actions, input, 0)
        } else {
            posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        }
        posix_spawn_file_actions_addopen(&actions, 1, output, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        posix_spawn_file_actions_adddup2(&actions, 1, 2)
        // No other descriptor, such as a socket, may stay open in a daemon started by the command.
        close_from(&actions, 3)
        // The child does not inherit ignored or blocked signals.
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var signals = sigset_t()
        sigemptyset(&signals)
        posix_spawnattr_setsigmask(&attributes, &signals)
        for signal in [SIGPIPE, SIGINT, SIGTERM, SIGHUP] { sigaddset(&signals, signal) }
        posix_spawnattr_setsigdefault(&attributes, &signals)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK))
        // The shell changes the directory, and executes the command in its place.
        var arguments = (["/bin/sh", "-c", #"cd "$0" && exec "$@""#, folder] + command).map { strdup($0) } + [nil]
        defer { arguments.forEach { free($0) } }
        var process: Int32 = 0
        var variables = environment.map { $0.map { strdup("\($0.key)=\($0.value)") } + [nil] } ?? []
        defer { variables.forEach { free($0) } }
        let code =
            environment == nil
            ? posix_spawn(&process, "/bin/sh", &actions, &attributes, &arguments, environ)
            : posix_spawn(&process, "/bin/sh", &actions, &attributes, &arguments, &variables)
        guard code == 0 else {
            throw Failed(command: command.joined(separator: " "), status: code, output: String(cString: strerror(code)))
        }
        return process
    }

    /// Waits for a process started here.
    /// - Returns: its status, as of waitpid(2).
    package static func end(of process: Int32) async -> Int32 {
        await withCheckedContinuation { continuation in
            DispatchQueue.global().async {
                var status: Int32 = 0
                while waitpid(process, &status, 0) == -1, errno == EINTR {}
                continuation.resume(returning: status)
            }
        }
    }
}
