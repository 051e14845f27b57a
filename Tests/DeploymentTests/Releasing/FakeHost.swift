import Crypto
import Domain
import Foundation
import OperatingSystem
import Synchronization

@testable import Deployment

/// A host on which programs are texts: `version VERSION`, and what is wrong with it.
final class FakeHost: Sendable {
    struct State {
        /// The program of each port of a trial, and the kind of listener.
        var trials: [Int: (program: String, isAPI: Bool)] = [:]
        var nextPort = 20_000
        var commands: [[String]] = []
        /// Called before a command with these first words runs.
        var onCommand: @Sendable ([String]) -> Void = { _ in }
        /// The result of a command, in place of the usual one.
        var answer: @Sendable ([String]) -> CommandResult? = { _ in nil }
        var process: Int32 = 100
        var passes = 0
        /// How often the open incidents were read.
        var looks = 0
        /// Units of trials that ended because the database is not migrated.
        var failed: Set<String> = []
    }

    let root: String
    private let state = Mutex(State())

    static let (api, web) = ("http://127.0.0.1:8001", "http://127.0.0.1:8000")

    private let clock: any Clock<Duration>

    init(root: String, clock: any Clock<Duration> = ContinuousClock()) { (self.root, self.clock) = (root, clock) }

    var commands: [[String]] { state.withLock { $0.commands } }
    func onCommand(_ body: @escaping @Sendable ([String]) -> Void) { state.withLock { $0.onCommand = body } }

    func answer(_ body: @escaping @Sendable ([String]) -> CommandResult?) { state.withLock { $0.answer = body } }

    var store: ReleaseStore { ReleaseStore(folder: root + "/releases") }
    var tree: FilesystemRoot { FilesystemRoot(root) }

    func deployer() -> Deployer {
        Deployer(host: port, store: store, tree: tree, api: Self.api, web: Self.web, by: "alice")
    }

    /// The text of the installed program.
    var installed: String { text(root + InstallPaths.program) }

    /// Every installed file with its contents.
    var files: [String: String] {
        var found: [String: String] = [:]
        let names = FileManager.default.enumerator(atPath: root)?.compactMap { $0 as? String } ?? []
        for name in names where !name.hasPrefix("releases") && isRegularFile(root + "/" + name) {
            found[name] = text(root + "/" + name)
        }
        return found
    }

    /// Installs a program as `install` does: it writes a unit and the manifest, too.
    func install(_ program: String) throws {
        let unit = InstallPaths.unit("bitcoin-analyzer-api.service")
        let files = [
            InstallPaths.program: program, unit: "unit of \(program)",
            InstallPaths.environment: "# settings of \(program)\n",
        ]
        var manifest = ""
        for (path, text) in files.sorted(by: { $0.key < $1.key }) {
            try write(text, to: root + path)
            let digest = SHA256.hash(data: Data(text.utf8)).map { String(format: "%02x", $0) }.joined()
            manifest += "\(digest)  \(path)\n"
        }
        try write(manifest, to: root + InstallPaths.manifest)
    }

    /// The archive of a release whose program is this text.
    func archive(_ program: String, version: String, commit: String = "c") throws -> Data {
        let folder = root + "-archive"
        let tree = folder + "/bitcoin-analyzer-\(version)"
        try? FileManager.default.removeItem(atPath: folder)
        let digest = SHA256.hash(data: Data(program.utf8)).map { String(format: "%02x", $0) }.joined()
        try write(program, to: tree + "/bitcoin-analyzer")
        let platform = ReleaseDescription.platform
        try write(
            #"{"version": "\#(version)", "commit": "\#(commit)", "platform": "\#(platform)", "sha256": "\#(digest)"}"#,
            to: tree + "/release.json")
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = [
            "tar", "--format=ustar", "-czf", folder + "/archive", "-C", folder, "bitcoin-analyzer-\(version)",
        ]
        try process.run()
        process.waitUntilExit()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        return try Data(contentsOf: URL(filePath: folder + "/archive"))
    }

    private func write(_ text: String, to path: String) throws {
        try FileManager.default.createDirectory(
            atPath: folderAndName(of: path).folder, withIntermediateDirectories: true)
        try Data(text.utf8).write(to: URL(filePath: path))
    }

    private func text(_ path: String) -> String { (try? String(contentsOfFile: path, encoding: .utf8)) ?? "" }

    private var port: ReleaseHost {
        ReleaseHost(
            run: { [self] words, _ throws(CommandError) in self.run(words) }, get: { [self] in get($0) },
            memory: { _ in 50 << 20 },
            freePort: { [self] in
                state.withLock {
                    $0.nextPort += 1
                    return $0.nextPort
                }
            }, now: { Timestamp(Date()) }, clock: clock, report: { _ in })
    }

    private func run(_ words: [String]) -> CommandResult {
        let (before, answer) = state.withLock { state in
            state.commands.append(words)
            return (state.onCommand, state.answer)
        }
        before(words)
        if let result = answer(words) { return result }
        if words.count > 1, words[1] == "--version" {
            let name = words[0] == InstallPaths.program ? root + words[0] : words[0]
            return CommandResult(status: 0, output: String(text(name).split(separator: " ")[1]) + "\n")
        }
        if let index = words.firstIndex(of: "install"), words.contains("--program-file") {
            do { try install(text(words[index - 1])) } catch { return CommandResult(status: 70, errors: "\(error)") }
            state.withLock { $0.process += 2 }
            return CommandResult(status: 0)
        }
        if words.count > 1, words[1] == "doctor" {
            let cause = installed.contains("doctor") ? "service-crash-loop" : nil
            let finding = cause.map { #"{"check": "services", "outcome": "failed", "cause": "\#($0)"}"# } ?? ""
            return CommandResult(status: 0, output: #"{"findings": [\#(finding)]}"#)
        }
        if words[0] == "systemd-run", let index = words.firstIndex(of: "preflight") {
            let program = text(words[index - 1])
            if program.contains("no-start") { return CommandResult(status: 1, errors: "it does not start") }
            let unit = words.first { $0.hasPrefix("--unit=") } ?? ""
            if program.contains("migrates"), !words.contains(where: { $0.hasPrefix("DATABASE_URL=") }) {
                _ = state.withLock { $0.failed.insert(unit) }
                return CommandResult(status: 0)
            }
            state.withLock { state in
                state.failed.remove(unit)
                for word in words {
                    let parts = word.split(separator: "=")
                    guard parts.count == 2, let port = Int(parts[1]) else { continue }
                    if parts[0] == "API_PORT" { state.trials[port] = (program, true) }
                    if parts[0] == "WEB_PORT" { state.trials[port] = (program, false) }
                }
            }
        }
        if words[0] == "systemctl", words.contains("MainPID") {
            return CommandResult(status: 0, output: "\(state.withLock { $0.process })\n")
        }
        if words[0] == "systemctl", words.contains("Result") { return CommandResult(status: 0, output: "success\n") }
        if words[0] == "systemctl", words.contains("ActiveState") {
            let hasFailed = state.withLock { $0.failed.contains("--unit=\(words[2])") }
            return CommandResult(status: 0, output: hasFailed ? "failed\n" : "active\n")
        }
        if words[0] == "journalctl", !state.withLock({ $0.failed.isDisjoint(with: words) }) {
            return CommandResult(status: 0, output: "error: not migrated\n  cause: database-not-migrated\n")
        }
        if words.starts(with: ["systemctl", "is-active"]) {
            return CommandResult(status: 0, output: words.dropFirst(2).map { _ in "active\n" }.joined())
        }
        if words.starts(with: ["systemctl", "start", ServiceUnits.collect]) {
            if installed.contains("no-collect") { return CommandResult(status: 1) }
            state.withLock { $0.passes += 1 }
        }
        return CommandResult(status: 0)
    }

    private func get(_ url: String) -> ReleaseHost.Response? {
        let parts = url.split(separator: "/", maxSplits: 2)
        let path = "/" + (parts.count > 2 ? parts[2] : "")
        let port = Int(parts[1].split(separator: ":").last ?? "") ?? 0
        let trial = state.withLock { $0.trials[port] }
        guard trial != nil || [8000, 8001].contains(port) else { return nil }
        let program = trial?.program ?? installed
        let isAPI = trial?.isAPI ?? url.hasPrefix(Self.api)
        func response(_ body: String, _ status: Int = 200) -> ReleaseHost.Response {
            .init(status: status, body: Array(body.utf8), took: .microseconds(100))
        }
        if path == "/openapi.json" {
            return response(#"{"paths": {"/v1/price": {"get": {}}, "/v1/news": {"get": {}}}}"#)
        }
        if trial == nil, program.contains("live-500"), path == "/v1/price" { return response("{}", 500) }
        if program.contains("route-500"), path == "/v1/news" { return response("{}", 500) }
        if program.contains("page-500"), !isAPI, path == "/" { return response("broken", 500) }
        if path.hasPrefix("/v1/price") {
            return response(program.contains("wrong-price") ? #"{"price": 2}"# : #"{"price": 1}"#)
        }
        if path == "/metrics", trial == nil, isAPI {
            let failed = program.contains("clients-500") ? 50 : 0
            return response(
                "bitcoin_analyzer_http_requests_total{route=\"/v1/news/x\",status=\"200\"} 1000\n"
                    + "bitcoin_analyzer_http_requests_total{route=\"/v1/news/x\",status=\"500\"} \(failed)\n")
        }
        if path.hasPrefix("/v1/incidents"), trial == nil, program.contains("incident") {
            let looks = state.withLock { state in
                state.looks += 1
                return state.looks
            }
            let isOver = program.contains("brief-incident") && looks > 3
            return response(
                #"{"incidents": [{"id": "i1", "cause": "service-down", "state": "\#(isOver ? "resolved" : "open")"}]}"#)
        }
        if path.hasPrefix("/v1/runs") { return response("[\(state.withLock { $0.passes })]") }
        return response("{}")
    }
}
