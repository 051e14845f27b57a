import CSpawn
import Dispatch
import FoundationEssentials

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// A command that a simulated world needs. Started with `posix_spawn` and not with `Process`, which learns of a child's
/// end from a descriptor that a daemon left behind by the child keeps open for ever.
package enum ChildProcess {
    package struct Failed: Error, CustomStringConvertible {
        package let command: String
        /// As waitpid tells it.
        package let status: Int32
        package let output: String
        package var description: String { "\(command) ended with status \(status): \(output)" }
    }

    /// Runs a command to its end without holding a thread of Swift's concurrency.
    /// - Returns: what it wrote to stdout and stderr.
    @discardableResult
    package static func run(_ command: [String], in folder: String) async throws -> String {
        // A file and not a pipe: a daemon keeps the writing end of a pipe open too.
        let file = FileManager.default.temporaryDirectory.path + "/output-" + UUID().uuidString
        defer { try? FileManager.default.removeItem(atPath: file) }
        let process = try start(command, in: folder, output: file)
        let status = await end(of: process)
        let output = String(decoding: (try? Data(contentsOf: URL(filePath: file))) ?? Data(), as: UTF8.self)
        guard status == 0 else { throw Failed(command: command.joined(separator: " "), status: status, output: output) }
        return output
    }

    /// Starts a command, and does not wait for it.
    /// - Parameter input: the descriptor that becomes its stdin; none is nothing to read.
    /// - Parameter environment: `nil` for this process's own.
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
        // Nothing else of this process, sockets above all, lives on in a daemon that the command leaves behind.
        close_from(&actions, 3)
        // Signals that this process ignores or blocks are the child's to hear.
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var signals = sigset_t()
        sigemptyset(&signals)
        posix_spawnattr_setsigmask(&attributes, &signals)
        for signal in [SIGPIPE, SIGINT, SIGTERM, SIGHUP] { sigaddset(&signals, signal) }
        posix_spawnattr_setsigdefault(&attributes, &signals)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK))
        // The shell goes to the folder, and becomes the command there.
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

    /// Waits for the end of a process that was started here.
    /// - Returns: its status, as waitpid(2) tells it.
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
