import Foundation
import Support
import Testing

/// What `scripts/release` refuses, and what it writes without building anything.
struct ReleaseScriptTests {
    /// - Returns: status, output and errors.
    private func run(_ words: [String], in folder: String, environment: [String: String] = [:]) throws
        -> (status: Int32, output: String, errors: String)
    {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = words
        process.currentDirectoryURL = URL(filePath: folder)
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        let (output, errors) = (Pipe(), Pipe())
        process.standardOutput = output
        process.standardError = errors
        try process.run()
        let text = try output.fileHandleForReading.readToEnd() ?? Data()
        let other = try errors.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return (
            process.terminationStatus, String(decoding: text, as: UTF8.self), String(decoding: other, as: UTF8.self)
        )
    }

    /// A repository with the scripts and what they read.
    private func withCheckout(version: String, changes: String, _ body: (String) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "release-\(UUID())").path
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try FileManager.default.createDirectory(
            atPath: folder + "/Sources/BitcoinAnalyzer", withIntermediateDirectories: true)
        try FileManager.default.copyItem(atPath: Checkout.path("scripts"), toPath: folder + "/scripts")
        try Data("let programVersion = \"\(version)\"\n".utf8).write(
            to: URL(filePath: folder + "/Sources/BitcoinAnalyzer/Version.swift"))
        try Data(changes.utf8).write(to: URL(filePath: folder + "/CHANGELOG.md"))
        let git = ["git", "-c", "user.name=Test", "-c", "user.email=test@example.org", "-c", "commit.gpgsign=false"]
        for words in [["init", "-q"], ["add", "-A"], ["commit", "-q", "-m", "A commit"]] {
            #expect(try run(git + words, in: folder).status == 0)
        }
        try body(folder)
    }

    private static let changes =
        "# Changes\n\n## Unreleased\n\n## 1.2.0\n\n### Added\n\n- A thing.\n\n## 1.1.0\n\n- Old.\n"

    @Test(
        "a release is refused with uncommitted changes, without its section, under another version or without a version"
    )
    func refused() throws {
        try withCheckout(version: "1.2.0", changes: Self.changes) { folder in
            let release = folder + "/scripts/release"
            #expect(try run([release, "1.2"], in: folder).errors.contains("'1.2' is not a version"))
            #expect(try run([release, "1.3.0"], in: folder).errors.contains("Version.swift says 1.2.0"))
            let missing = try run([release, "1.2.0", "--key", folder + "/none"], in: folder)
            #expect(missing.status == 66 && missing.errors.contains("cannot be read"))
            try Data("new".utf8).write(to: URL(filePath: folder + "/new"))
            let dirty = try run([release, "1.2.0"], in: folder)
            #expect(dirty.status == 65 && dirty.errors.contains("changes that are not committed"))
        }
        try withCheckout(version: "1.2.0", changes: "## 1.1.0\n\n- Old.\n") { folder in
            let release = try run([folder + "/scripts/release", "1.2.0"], in: folder)
            #expect(release.status == 65 && release.errors.contains("no section of 1.2.0"))
        }
    }

    @Test("the notes are the section of the version, and nothing for one without text")
    func notes() throws {
        try withCheckout(version: "1.2.0", changes: Self.changes) { folder in
            let notes = folder + "/scripts/release-notes"
            let found = try run([notes, "1.2.0"], in: folder)
            #expect(found.status == 0 && found.output == "### Added\n\n- A thing.\n")
            #expect(try run([notes, "1.1.0"], in: folder).output == "- Old.\n")
            #expect(try run([notes, "Unreleased"], in: folder).status == 1)
            #expect(try run([notes, "1"], in: folder).status == 1)
        }
    }

    @Test("an index lists the archives of a folder, and a folder without one has none")
    func index() throws {
        try withCheckout(version: "1.2.0", changes: Self.changes) { folder in
            let script = folder + "/scripts/release-index"
            let dist = folder + "/dist"
            try FileManager.default.createDirectory(
                atPath: dist + "/bitcoin-analyzer-1.2.0", withIntermediateDirectories: true)
            #expect(try run([script, dist], in: folder).errors.contains("has no archive of a release"))
            try Data(
                #"{"version": "1.2.0", "commit": "c", "platform": "linux-x86_64", "sha256": "5"}"#.utf8
            ).write(to: URL(filePath: dist + "/bitcoin-analyzer-1.2.0/release.json"))
            let file = "bitcoin-analyzer-1.2.0-linux-x86_64.tar.gz"
            #expect(try run(["tar", "-czf", file, "bitcoin-analyzer-1.2.0"], in: dist).status == 0)
            #expect(try run([script, dist], in: folder).status == 0)
            let text = try String(contentsOfFile: dist + "/index.json", encoding: .utf8)
            let sum = try run(["sha256sum", file], in: dist).output.prefix(64)
            for part in [file, String(sum), #""program": "5""#, #""version": "1.2.0""#] { #expect(text.contains(part)) }
        }
    }

    @Test("in CI, a tag is a version, and hosts are needed to deploy")
    func continuous() throws {
        try withCheckout(version: "1.2.0", changes: Self.changes) { folder in
            #expect(try run([folder + "/scripts/ci/release", "1.2.0"], in: folder).status == 64)
            let other = try run([folder + "/scripts/ci/release", "v1.3.0"], in: folder)
            #expect(other.errors.contains("Version.swift says 1.2.0"))
            #expect(try run([folder + "/scripts/ci/deploy"], in: folder).status != 0)
            let none = try run(
                [folder + "/scripts/ci/deploy"], in: folder, environment: ["DEPLOY_HOSTS": "a", "SSH_KNOWN_HOSTS": "a"])
            #expect(none.status == 66 && none.errors.contains("dist/ has no archive"))
        }
    }

    @Test("each step of a workflow is a script of ours, except the checkout")
    func workflows() throws {
        for name in ["push", "release"] {
            let text = try String(contentsOfFile: Checkout.path(".github/workflows/\(name).yml"), encoding: .utf8)
            for line in text.split(separator: "\n") {
                guard let command = line.firstMatch(of: /^\s+run: (\S+)/)?.1, command != "|" else { continue }
                #expect(FileManager.default.isExecutableFile(atPath: Checkout.path(String(command))), "\(command)")
            }
        }
    }
}
