import Foundation
import Support
import Testing

/// The real program, as the build left it beside the tests.
enum BitcoinAnalyzer {
    /// In the folder of the running test executable.
    static let path: String = {
        let tests =
            (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? CommandLine.arguments[0]
        return URL(filePath: tests).deletingLastPathComponent().path + "/bitcoin-analyzer"
    }()

    /// A key given to every program of these tests, which none may reveal.
    static let coinalyzeKey = "k3y-0f-c01nalyze-that-nobody-may-read"

    /// - Parameters:
    ///   - settings: On top of a scrubbed environment: free ports, a state directory in `folder`, JSON logs.
    ///   - folder: Its working directory.
    static func start(_ words: [String], _ settings: [String: String], in folder: String, by launcher: [String] = [])
        throws -> ChildProgram
    {
        var environment = [
            "HOME": folder, "LANG": "C.UTF-8", "PATH": "/usr/bin:/bin", "STATE_DIRECTORY": folder + "/state",
            "LOG_FORMAT": "json",
            "API_PORT": "0", "WEB_PORT": "0", "COINALYZE_API_KEY": coinalyzeKey,
        ]
        environment["LD_LIBRARY_PATH"] = ProcessInfo.processInfo.environment["LD_LIBRARY_PATH"]
        environment.merge(settings) { $1 }
        return try ChildProgram(launcher + [path] + words, environment: environment, in: folder)
    }

    /// Runs a command to its end as a user who may not do everything: for root, no permission is missing.
    static func runWithoutPrivilege(_ words: [String], _ settings: [String: String], in folder: String) async throws
        -> Ended
    {
        let nobody = ["/usr/bin/setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"]
        let program = try start(words, settings, in: folder, by: getuid() == 0 ? nobody : [])
        defer { program.destroy() }
        return try await program.end()
    }

    /// Runs a command to its end.
    static func run(
        _ words: [String], _ settings: [String: String], in folder: String, within limit: Duration = hangLimit
    ) async throws -> Ended {
        try await with(words, settings, in: folder) { try await $0.end(within: limit) }
    }

    /// Lends a running program to `body`, and ends it afterwards whatever happens.
    static func with<T>(
        _ words: [String], _ settings: [String: String], in folder: String,
        isolation: isolated (any Actor)? = #isolation,
        _ body: (ChildProgram) async throws -> T
    ) async throws -> T {
        let program = try start(words, settings, in: folder)
        defer {
            program.destroy()
            Secrets.check(program.transcript.written, of: words)
        }
        return try await body(program)
    }
}

/// What no program may ever write.
enum Secrets {
    static let passwords = ["s3cret-Pa55w0rd", "wr0ng-Pa55w0rd"]

    static func check(_ written: Transcript.Written, of words: [String]) {
        for secret in passwords + [BitcoinAnalyzer.coinalyzeKey] {
            #expect(
                !written.outputText.contains(secret) && !written.errorText.contains(secret), "\(words) told a secret")
        }
    }
}

extension ChildProgram {
    /// Where `api` or `web` listens, once it does, as its log says.
    func address(of service: String) async throws -> String {
        try await transcript.wait(for: "\(service) listening") { written in
            for line in written.errorText.split(separator: "\n") {
                if let event = LogLine(line), event.service == service, let address = event.address { return address }
            }
            return nil
        }
    }

    /// Waits for a log line whose message contains `text`.
    func logged(_ text: String) async throws {
        try await transcript.wait(for: "'\(text)' in the log") { $0.errorText.contains(text) ? true : nil }
    }
}

/// One event in the JSON log.
struct LogLine: Decodable {
    let level, message: String
    let service, address: String?

    init?(_ line: some StringProtocol) {
        guard let event = try? JSONDecoder().decode(LogLine.self, from: Data(line.utf8)) else { return nil }
        self = event
    }
}
