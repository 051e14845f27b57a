import Crypto
import Foundation
import Support
import Testing

@testable import Deployment

@Suite("The archive of a release") struct ReleaseArchiveTests {
    /// A program of bytes that hardly compress.
    private let noise = Data((0..<5000).map { UInt8(truncatingIfNeeded: $0 &* 7919 >> 3) })

    private func status(of words: [String], in folder: String) throws -> Int32 {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = words
        process.currentDirectoryURL = URL(filePath: folder)
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        return process.terminationStatus
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
        let words = ["tar", "--format=ustar", "--sort=name", "-czf", "archive", "bitcoin-analyzer-1.2.0"]
        #expect(try status(of: words, in: folder) == 0)
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

    @Test("that is cut off anywhere, followed by more, empty or no archive is refused, and leaves no program")
    func cutOff() throws {
        try withFolder { folder in
            let whole = try archive(in: folder, program: noise)
            // Its last bytes are the zeros that end the archive, its checksum and its length: each cut there, too.
            let lengths = Array(stride(from: 0, to: whole.count - 200, by: 37)) + (whole.count - 200..<whole.count)
            let others = [whole + Data("more".utf8), Data("not an archive".utf8), Data(count: 2048)]
            for candidate in lengths.map({ whole.prefix($0) }) + others {
                #expect(throws: DeploymentFailure.self, "\(candidate.count) of \(whole.count) bytes") {
                    try ReleaseArchive(Data(candidate), name: "a", writingProgramTo: folder + "/program")
                }
            }
            let left = try FileManager.default.contentsOfDirectory(atPath: folder)
            #expect(left.filter { $0.contains("program") } == [])
        }
    }

    /// A changed bit may change nothing (which of the zeros before it a zero repeats is of no account); gzip(1) says so.
    @Test("with a changed bit is refused, and leaves no program, unless gzip reads the same")
    func damaged() throws {
        try withFolder { folder in
            let whole = try archive(in: folder, program: noise)
            let (path, changedPath) = (folder + "/program", folder + "/changed.gz")
            var refused = 0
            // RFC 1952, 2.3: the time, the flags and the system of the header are in no checksum.
            let positions = Array(stride(from: 10, to: whole.count - 200, by: 61)) + (whole.count - 200..<whole.count)
            for (index, position) in positions.enumerated() {
                let bit = index % 8
                var changed = whole
                changed[position] ^= 1 << bit
                do throws(DeploymentFailure) {
                    _ = try ReleaseArchive(changed, name: "a", writingProgramTo: path)
                } catch {
                    refused += 1
                    #expect(!FileManager.default.fileExists(atPath: path), "bit \(bit) of byte \(position)")
                    continue
                }
                try changed.write(to: URL(filePath: changedPath))
                #expect(try status(of: ["gzip", "--test", changedPath], in: folder) == 0, "bit \(bit) of \(position)")
                #expect(try Data(contentsOf: URL(filePath: path)) == noise, "bit \(bit) of byte \(position)")
                try FileManager.default.removeItem(atPath: path)
            }
            #expect(refused > positions.count / 2, "\(refused) of \(positions.count)")
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
