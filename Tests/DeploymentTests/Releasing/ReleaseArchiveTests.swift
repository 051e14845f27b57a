import Crypto
import Foundation
import Support
import Testing

@testable import Deployment

@Suite("The archive of a release") struct ReleaseArchiveTests {
    private func tar(_ folder: String, _ words: [String]) throws {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["tar"] + words
        process.currentDirectoryURL = URL(filePath: folder)
        try process.run()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
    }

    /// An archive as `scripts/release` makes it, by tar(1).
    private func archive(
        in folder: String, program: Data = Data("#!/bin/sh\n".utf8), platform: String = ReleaseDescription.platform,
        digest: String? = nil, links: Bool = false
    ) throws -> Data {
        let tree = folder + "/bitcoin-analyzer-1.2.0"
        try? FileManager.default.removeItem(atPath: tree)
        try FileManager.default.createDirectory(atPath: tree + "/more", withIntermediateDirectories: true)
        let sum = SHA256.hash(data: program).map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
        try
            #"{"version": "1.2.0", "commit": "abc", "platform": "\#(platform)", "sha256": "\#(digest ?? sum)", "new": 1}"#
            .write(toFile: tree + "/release.json", atomically: true, encoding: .utf8)
        try Data("text".utf8).write(to: URL(filePath: tree + "/LICENSE"))
        try Data("nested".utf8).write(to: URL(filePath: tree + "/more/bitcoin-analyzer"))
        if links {
            try FileManager.default.createSymbolicLink(
                atPath: tree + "/bitcoin-analyzer", withDestinationPath: "/etc/passwd")
        } else {
            try program.write(to: URL(filePath: tree + "/bitcoin-analyzer"))
        }
        try tar(folder, ["--format=ustar", "--sort=name", "-czf", "archive", "bitcoin-analyzer-1.2.0"])
        return try Data(contentsOf: URL(filePath: folder + "/archive"))
    }

    @Test("gives its description and its program, executable")
    func complete() throws {
        try withFolder { folder in
            let program = Data((0..<1_000_003).map { UInt8(truncatingIfNeeded: $0 &* 31 ^ $0 >> 7) })
            let path = folder + "/program"
            let release = try ReleaseArchive(
                try archive(in: folder, program: program), name: "a", writingProgramTo: path)
            #expect("\(release.description.version)" == "1.2.0" && release.description.commit == "abc")
            #expect(release.description.identity.hasPrefix("1.2.0-"))
            #expect(try Data(contentsOf: URL(filePath: path)) == program)
            let attributes = try FileManager.default.attributesOfItem(atPath: path)
            #expect(attributes[.posixPermissions] as? Int == 0o755)
        }
    }

    @Test("that is cut off anywhere, damaged, empty or no archive is refused, and leaves no program")
    func damaged() throws {
        try withFolder { folder in
            let whole = try archive(
                in: folder, program: Data((0..<5000).map { UInt8(truncatingIfNeeded: $0 &* 7919 >> 3) }))
            let path = folder + "/program"
            var candidates = stride(from: 0, to: whole.count - 40, by: 37).map { whole.prefix($0) }
            for index in stride(from: 30, to: whole.count - 60, by: 61) {
                var changed = whole
                changed[index] ^= 0x10
                candidates.append(changed)
            }
            candidates += [Data("not an archive".utf8), Data(repeating: 0, count: 2048)]
            for candidate in candidates {
                #expect(throws: DeploymentFailure.self) {
                    try ReleaseArchive(Data(candidate), name: "a", writingProgramTo: path)
                }
            }
            let left = try FileManager.default.contentsOfDirectory(atPath: folder)
            #expect(left.filter { $0.contains("program") } == [])
        }
    }

    @Test("for another platform, with another digest, or with a link for a program is refused")
    func refused() throws {
        try withFolder { folder in
            let path = folder + "/program"
            for archive in [
                try archive(in: folder, platform: "linux-riscv64"),
                try archive(in: folder, digest: String(repeating: "0", count: 64)),
                try archive(in: folder, links: true),
            ] {
                #expect(throws: DeploymentFailure.self) {
                    try ReleaseArchive(archive, name: "a", writingProgramTo: path)
                }
            }
            #expect(!FileManager.default.fileExists(atPath: path))
        }
    }
}
