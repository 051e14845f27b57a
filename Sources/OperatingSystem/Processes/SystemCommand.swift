package import Domain
import FoundationEssentials
import Subprocess
import SystemPackage

/// The result of a system command such as `systemctl` or `pg_dump`.
package struct CommandResult: Hashable, Sendable {
    /// The exit status; 128 + the signal number when ended by a signal, as in a shell.
    package let status: Int32
    /// Standard output, at most 1 MiB (`errors`: standard error, likewise); invalid UTF-8 is repaired.
    package let output: String
    package let errors: String

    package init(status: Int32, output: String = "", errors: String = "") {
        self.status = status
        self.output = output
        self.errors = errors
    }
}

/// Why a command could not be run to completion.
package enum CommandError: Error, Hashable, Sendable, CustomStringConvertible {
    case notFound(String)
    case timedOut(String, Duration)
    /// `detail` is the system’s own text, in English.
    case cannotRun(String, detail: String)

    package var phrase: Phrase {
        switch self {
        case .notFound(let name):
            Phrase("\(name) is not installed, or not in PATH", fr: "\(name) n’est pas installé, ou n’est pas dans PATH")
        case .timedOut(let name, let limit):
            Phrase(
                "\(name) had not ended after \(limit.phrase.english)",
                fr: "\(name) n’était pas terminé après \(limit.phrase.french)")
        case .cannotRun(let name, let detail):
            Phrase("\(name) cannot be run: \(detail)", fr: "\(name) ne peut pas être lancé")
        }
    }

    package var description: String { phrase.english }
}

/// Runs a command to completion, within a time limit: a port, for tests.
package typealias RunCommand =
    @Sendable (_ words: [String], _ limit: Duration) async throws(CommandError) -> CommandResult

/// Runs system commands directly, without a shell, with this process's environment in the C locale.
package enum SystemCommand {
    /// - Parameters:
    ///   - words: the program (searched in PATH unless it is a path) and its arguments.
    ///   - extra: environment variables to set, or to remove (`nil`). Secrets belong here: argument lists are public.
    /// - Throws: ``CommandError``; a non-zero status is a result, not an error.
    package static func run(_ words: [String], within limit: Duration, environment extra: [String: String?] = [:])
        async throws(CommandError) -> CommandResult
    {
        guard let name = words.first else { throw .notFound("") }
        // Without enough descriptors for its pipes, Subprocess ends this process (a trap in a deinit).
        guard FreeDescriptors.areLeft(FreeDescriptors.forCommand) else {
            throw .cannotRun(name, detail: "too many open files")
        }
        // systemd's variables are meant for this process only: systemctl(1) would report its own errors as ours.
        var changes: [Environment.Key: String?] = [
            "LC_ALL": "C", "NOTIFY_SOCKET": nil, "WATCHDOG_PID": nil, "WATCHDOG_USEC": nil, "LISTEN_PID": nil,
            "LISTEN_FDS": nil, "LISTEN_FDNAMES": nil,
        ]
        if let path = ProcessInfo.processInfo.environment["PATH"] { changes["PATH"] = searchPath(path) }
        for (key, value) in extra { changes[.init(stringLiteral: key)] = value }
        let environment = Environment.inherit.updating(changes)
        let result: CommandResult?
        do {
            result = try await withDeadline(limit) {
                var options = PlatformOptions()
                options.teardownSequence = [.gracefulShutDown(allowedDurationToNextStep: .milliseconds(500))]
                let result = try await Subprocess.run(
                    name.contains("/") ? .path(.init(name)) : .name(name),
                    arguments: Arguments(Array(words.dropFirst())),
                    environment: environment, platformOptions: options, input: .none,
                    output: .bytes(limit: 1 << 20), error: .bytes(limit: 1 << 20))
                let status: Int32 =
                    switch result.terminationStatus {
                    case .exited(let code): code
                    case .signaled(let signal): 128 + signal
                    }
                return CommandResult(
                    status: status, output: String(decoding: result.standardOutput, as: UTF8.self),
                    errors: String(decoding: result.standardError, as: UTF8.self))
            }
        } catch let error as SubprocessError where error.code == .executableNotFound {
            throw .notFound(name)
        } catch {
            throw .cannotRun(name, detail: "\(error)")
        }
        guard let result else { throw .timedOut(name, limit) }
        return result
    }

    /// The folders of a search path, and those of commands for administrators such as userdel(8), which are not in it
    /// after su(1) without a dash.
    static func searchPath(_ path: String) -> String {
        let known = path.split(separator: ":")
        let more = ["/usr/local/sbin", "/usr/sbin", "/sbin"].filter { !known.contains($0[...]) }
        return known.isEmpty ? path : ([path] + more).joined(separator: ":")
    }

    /// The port's real implementation.
    package static let port: RunCommand = { words, limit throws(CommandError) in try await run(words, within: limit) }
}
