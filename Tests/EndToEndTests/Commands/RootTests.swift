import Domain
import Foundation
import Support
import Testing

@testable import Storage

/// Commands that root runs in the folder of the service, whose user is not to be trusted: taken over by a stranger, it
/// may plant links there that lead root elsewhere.
@Suite("Root in the service's folder", .enabled(if: geteuid() == 0, "skipped: needs root"))
struct RootTests {
    /// nobody
    private static let service: uid_t = 65534

    /// A file of root's that nobody else may read, and a folder that the service's user owns.
    private struct Stage {
        let folder: String
        let world: World
        var victim: String { folder + "/victim" }
        var state: String { folder + "/state" }
        private let content = Data("root's own\n".utf8)

        init(_ world: World) throws {
            self.world = world
            folder = world.folder
            try content.write(to: URL(filePath: folder + "/victim"))
            chmod(folder + "/victim", 0o600)
            try FileManager.default.createDirectory(atPath: folder + "/state", withIntermediateDirectories: true)
            chown(folder + "/state", RootTests.service, RootTests.service)
        }

        func run(_ words: [String]) async throws -> Ended {
            try await BitcoinAnalyzer.run(
                words,
                world.settings.merging(["STATE_DIRECTORY": state, "DATABASE_URL": "sqlite://\(state)/data.db"]) { $1 },
                in: folder)
        }

        func plant(_ kind: String, as name: String) throws {
            let path = state + "/" + name
            try? FileManager.default.removeItem(atPath: path)
            if kind == "symbolic" {
                try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: victim)
                lchown(path, RootTests.service, RootTests.service)
            } else {
                try FileManager.default.linkItem(atPath: victim, toPath: path)
            }
        }

        func checkVictim(_ what: String) throws {
            #expect(RootTests.rights(of: victim) == [0, 0, 0o600], "\(what)")
            #expect(try Data(contentsOf: URL(filePath: victim)) == content, "\(what)")
        }

        func owner(of name: String) -> Int? { RootTests.rights(of: state + "/" + name).first }
    }

    /// User, group and permissions of a file; of a link itself.
    private static func rights(of path: String) -> [Int] {
        let attributes = (try? FileManager.default.attributesOfItem(atPath: path)) ?? [:]
        return [.ownerAccountID, .groupOwnerAccountID, .posixPermissions].compactMap { attributes[$0] as? Int }
    }

    @Test("a command works as the service's user, says so, and leaves nothing of root's behind")
    func adopted() async throws {
        try await withWorld { world in
            let stage = try Stage(world)
            let ended = try await stage.run(["collect", "prices"])
            #expect(ended.code == 0 && ended.errors.contains("running as nobody"), "\(ended)")
            #expect(stage.owner(of: "data.db") == Int(Self.service))
            for name in try FileManager.default.contentsOfDirectory(atPath: stage.state) {
                #expect(stage.owner(of: name) == Int(Self.service), "\(name)")
            }
            // Backups lie where the service's user may not write, and may be read by root alone.
            let backups = stage.folder + "/backups"
            try FileManager.default.createDirectory(
                atPath: backups, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
            let backup = try await stage.run(["backup", backups + "/b"])
            #expect(backup.code == 0, "\(backup)")
            #expect(Self.rights(of: backups + "/b") == [0, 0, 0o600])
            let restored = try await stage.run(["restore", backups + "/b", "--force"])
            #expect(restored.code == 0, "\(restored)")
            #expect(stage.owner(of: "data.db") == Int(Self.service))
        }
    }

    @Test(
        "what was planted under the name of a file that a command writes leads nowhere",
        arguments: ["symbolic", "hard"],
        [
            ["collect"], ["restore", "b", "--force"], ["migrate"], ["backup", "state/b", "--force"], ["serve"],
            ["incidents", "maintenance", "--for", "5m", "--reason", "test"], ["runs"], ["status"], ["doctor"], ["why"],
            ["incidents", "record", "--unit", "bitcoin-analyzer-api.service"], ["timeline"],
        ])
    func planted(_ kind: String, _ words: [String]) async throws {
        try await withWorld { world in
            let stage = try Stage(world)
            #expect(try await stage.run(["migrate"]).code == 0)
            #expect(try await stage.run(["backup", "b"]).code == 0)
            let planted = [
                "data.db", "data.db-wal", "data.db-shm", "data.db-journal", "data.db.partial", "data.db.partial-wal",
                "last-run.json", "maintenance.json", "incidents", "notices", "b", "b.partial",
            ]
            let kept = stage.state + "/kept"
            try FileManager.default.moveItem(atPath: stage.state + "/data.db", toPath: kept)
            for name in planted {
                if name != "data.db" {
                    try FileManager.default.copyItem(atPath: kept, toPath: stage.state + "/data.db")
                }
                chown(stage.state + "/data.db", Self.service, Self.service)
                try stage.plant(kind, as: name)
                if words == ["serve"] {
                    let settings = world.settings.merging([
                        "STATE_DIRECTORY": stage.state, "DATABASE_URL": "sqlite://\(stage.state)/data.db",
                    ]) { $1 }
                    let program = try BitcoinAnalyzer.start(words, settings, in: stage.folder)
                    defer { program.destroy() }
                    // Either it listens, or it has refused.
                    try await program.transcript.wait(for: "an end or a listener") {
                        $0.ending != nil || $0.errorText.contains("listens on") ? true : nil
                    }
                    program.destroy()
                    _ = try await program.end()
                } else {
                    _ = try await stage.run(words)
                }
                try stage.checkVictim("\(words) with \(name)")
                for name in planted { try? FileManager.default.removeItem(atPath: stage.state + "/" + name) }
            }
        }
    }

    @Test("a link in place of a folder on the way is not followed by root")
    func folderLink() async throws {
        try await withWorld { world in
            let stage = try Stage(world)
            #expect(try await stage.run(["migrate"]).code == 0)
            let protected = stage.folder + "/protected"
            try FileManager.default.createDirectory(
                atPath: protected, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o755])
            try FileManager.default.createSymbolicLink(
                atPath: stage.state + "/backups", withDestinationPath: protected)
            lchown(stage.state + "/backups", Self.service, Self.service)
            let ended = try await stage.run(["backup", "state/backups/cron"])
            #expect(ended.code != 0, "\(ended)")
            #expect(try FileManager.default.contentsOfDirectory(atPath: protected) == [])
        }
    }
}
