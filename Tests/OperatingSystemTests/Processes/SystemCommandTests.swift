import Testing

@testable import OperatingSystem

@Suite("Commands of the system")
struct SystemCommandTests {
    @Test("the result has output and status, and the arguments are passed unchanged")
    func words() async throws {
        let result = try await SystemCommand.run(
            ["sh", "-c", "printf '%s' \"$1\"; echo trouble >&2; exit 3", "sh", "a b; $(c)"], within: .seconds(20))
        #expect(result == CommandResult(status: 3, output: "a b; $(c)", errors: "trouble\n"))
    }

    @Test("a variable reaches the command through its environment, and another is kept from it")
    func environment() async throws {
        let result = try await SystemCommand.run(
            ["sh", "-c", "echo \"$SECRET ${HOME-none}\""], within: .seconds(20),
            environment: ["SECRET": "s", "HOME": nil])
        #expect(result.output == "s none\n")
    }

    @Test("a command that hangs is killed and reported as a timeout")
    func hanging() async {
        await #expect(throws: CommandError.timedOut("sleep", .milliseconds(50))) {
            try await SystemCommand.run(["sleep", "600"], within: .milliseconds(50))
        }
    }

    @Test("commands of administrators are found where PATH has none of their folders, as after su(1), and last")
    func searchPath() {
        #expect(SystemCommand.searchPath("/usr/bin:/bin") == "/usr/bin:/bin:/usr/local/sbin:/usr/sbin:/sbin")
        #expect(SystemCommand.searchPath("/usr/sbin:/own") == "/usr/sbin:/own:/usr/local/sbin:/sbin")
        #expect(SystemCommand.searchPath("") == "")
    }

    @Test("a missing command is reported by its name")
    func missing() async {
        await #expect(throws: CommandError.notFound("no-such-command")) {
            try await SystemCommand.run(["no-such-command"], within: .seconds(20))
        }
    }
}
