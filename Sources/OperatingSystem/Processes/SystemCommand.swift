import Domain
import FoundationEssentials
import Subprocess
import SystemPackage

/// A command of the system (`systemctl`, `pg_dump`) that ended, or was ended.
package struct CommandResult: Hashable, Sendable {
    /// Its exit status; 128 + the signal's number when a signal ended it, as shells count.
    package let status: Int32
    /// At most one MiB each; text that is not UTF-8 is repaired.
    package let output: String
    package let errors: String

    package init(status: Int32, output: String = "", errors: String = "") {
        self.status = status
        self.output = output
        self.errors = errors
    }
}

/// Why a command could not be run to its end.
package enum CommandError: Error, Hashable, Sendable, CustomStringConvertible {
    case notFound(String)
    case tookTooLong(String, Duration)
    case cannotRun(String, reason: String)

    package var description: String {
        switch self {
        case .notFound(let name): "\(name) is not installed, or not in PATH"
        case .tookTooLong(let name, let limit): "\(name) had not ended after \(limit)"
        case .cannotRun(let name, let reason): "\(name) cannot be run: \(reason)"
        }
    }
}

/// Runs a command to its end: a port, so that whoever asks the system can be tested without one.
package typealias RunCommand =
    @Sendable (_ words: [String], _ limit: Duration) async throws(CommandError) -> CommandResult

/// The real one. The words go to the program as they are, never through a shell; the environment is ours, in the C locale.
package enum SystemCommand {
    /// - Parameters:
    ///   - words: the program, searched for in PATH unless it is a path, and its arguments.
    ///   - more: environment variables to set, or to take away (`nil`): where secrets belong, which everybody may read in an argument list.
    /// - Throws: ``CommandError``; a status other than 0 is a result, not an error.
    package static func run(_ words: [String], within limit: Duration, environment more: [String: String?] = [:])
        async throws(CommandError) -> CommandResult
    {
        guard let name = words.first else { throw .notFound("") }
        // What systemd has told this process is not meant for others: systemctl(1) would report its own errors as ours.
        var changes: [Environment.Key: String?] = [
            "LC_ALL": "C", "NOTIFY_SOCKET": nil, "WATCHDOG_PID": nil, "WATCHDOG_USEC": nil, "LISTEN_PID": nil,
            "LISTEN_FDS": nil, "LISTEN_FDNAMES": nil,
        ]
        for (key, value) in more { changes[.init(stringLiteral: key)] = value }
        let environment = Environment.inherit.updating(changes)
        let answer: CommandResult?
        do {
            answer = try await withDeadline(limit) {
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
            throw .cannotRun(name, reason: "\(error)")
        }
        guard let answer else { throw .tookTooLong(name, limit) }
        return answer
    }

    /// As a port.
    package static let port: RunCommand = { words, limit throws(CommandError) in try await run(words, within: limit) }
}
