import Domain
import Foundation
import Testing

@testable import Deployment

@Suite("Returning to what was installed") struct InstallationSnapshotTests {
    private func files(_ tree: MemoryTree) -> [String: String] {
        tree.paths.reduce(into: [:]) { $0[$1] = tree.text($1) }
    }

    @Test("restores every file and link of the installation, byte for byte, and removes what came later")
    func restored() throws {
        let tree = MemoryTree(users: ["root": 0])
        try Request().install(in: tree)
        let (before, snapshot) = (files(tree), try InstallationSnapshot(of: tree))
        var newer = Request()
        newer.bytes = "program 2"
        newer.entries.append(EnvironmentText.Entry(name: "NEW", meaning: "a new setting", defaultValue: "1"))
        newer.scheduler = .cron
        newer.apiPort = 9001
        try newer.install(in: tree)
        #expect(files(tree) != before)
        let changes = try snapshot.changes(in: tree, program: Data("program 1".utf8))
        #expect(changes.last?.path == InstallPaths.manifest)
        tree.make(changes)
        #expect(files(tree).filter { $0.key != InstallPaths.user } == before.filter { $0.key != InstallPaths.user })
        #expect(try snapshot.changes(in: tree, program: Data("program 1".utf8)) == [])
        // Ended after any of its changes, it is continued.
        for count in 0..<changes.count {
            let partial = MemoryTree(users: ["root": 0])
            try Request().install(in: partial)
            try newer.install(in: partial)
            partial.make(Array(changes.prefix(count)))
            partial.make(try snapshot.changes(in: partial, program: Data("program 1".utf8)))
            #expect(files(partial) == before, "after \(count) changes")
        }
    }

    @Test("settings that a person edited after the upgrade are kept")
    func edited() throws {
        let tree = MemoryTree()
        try Request().install(in: tree)
        let snapshot = try InstallationSnapshot(of: tree)
        var newer = Request()
        newer.bytes = "program 2"
        try newer.install(in: tree)
        tree.write("API_PORT=9000\n", to: InstallPaths.environment)
        tree.make(try snapshot.changes(in: tree, program: Data("program 1".utf8)))
        #expect(tree.text(InstallPaths.environment) == "API_PORT=9000\n")
        #expect(tree.text(InstallPaths.program) == "program 1")
    }

    @Test("without an installation, or with a program of a package, nothing can be deployed")
    func refused() throws {
        #expect(throws: DeploymentFailure.self) { try InstallationSnapshot(of: MemoryTree()) }
        let packaged = MemoryTree()
        var request = Request()
        request.program = InstallPaths.packagedProgram
        packaged.write("program 1", to: InstallPaths.packagedProgram)
        try request.install(in: packaged)
        #expect(throws: DeploymentFailure.self) { try InstallationSnapshot(of: packaged) }
    }
}
