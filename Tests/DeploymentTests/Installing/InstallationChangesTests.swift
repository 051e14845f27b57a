import Domain
import Support
import Testing

@testable import Deployment

@Suite("What an installation changes")
struct InstallationChangesTests {
    let unit = InstallPaths.unit("bitcoin-analyzer-web.service")

    @Test(
        "the first makes the user, then what is its own; the second finds nothing to change",
        arguments: Scheduler.allCases)
    func twice(scheduler: Scheduler) throws {
        let tree = MemoryTree()
        #expect(try Request(scheduler: scheduler).install(in: tree).first?.action == .createUser)
        #expect(try Request(scheduler: scheduler).changes(in: tree).list.isEmpty)
    }

    @Test("an upgrade replaces the program and nothing else")
    func upgrade() throws {
        let tree = MemoryTree()
        try Request().install(in: tree)
        let changes = try Request(bytes: "program 2").changes(in: tree)
        #expect(
            changes.list.map(\.path) == [InstallPaths.program, InstallPaths.manifest] && changes.programChanged
                && !changes.settingsChanged)
    }

    @Test("a program of a package manager is used where it is, and its upgrade is noticed")
    func packaged() throws {
        let tree = MemoryTree([InstallPaths.packagedProgram: "program 1"])
        #expect(
            try !Request(program: InstallPaths.packagedProgram).install(in: tree).contains {
                $0.path == InstallPaths.packagedProgram
            })
        tree.write("program 2", to: InstallPaths.packagedProgram)
        let changes = try Request(program: InstallPaths.packagedProgram, bytes: "program 2").changes(in: tree)
        #expect(changes.programChanged && changes.list.map(\.path) == [InstallPaths.manifest])
        #expect(
            try !UninstallationChanges(in: tree, purge: true, rights: .all).list.contains {
                $0.path == InstallPaths.packagedProgram
            })
    }

    @Test("a unit that was changed by hand is kept beside ours, one of ours is replaced")
    func changedByHand() throws {
        let tree = MemoryTree()
        try Request().install(in: tree)
        let text = try #require(tree.text(unit))
        tree.write(text + "# mine\n", to: unit)
        let change = try #require(try Request().changes(in: tree).list.first { $0.path == unit })
        #expect(
            change.verb == .replace && change.backupPath == unit + ".1.bak"
                && change.detail == [Phrase(verbatim: "- # mine")])
        try Request().install(in: tree)
        #expect(tree.text(unit) == text && tree.text(unit + ".1.bak") == text + "# mine\n")
        #expect(try Request(webPort: 9000).changes(in: tree).list.allSatisfy { $0.backupPath == nil })
    }

    @Test("another scheduler takes the place of the first")
    func switched() throws {
        let tree = MemoryTree()
        try Request(scheduler: .timer).install(in: tree)
        try Request(scheduler: .cron).install(in: tree)
        #expect(tree.paths.contains(InstallPaths.cron) && !tree.paths.contains { $0.hasSuffix(ServiceUnits.timer) })
        try Request(scheduler: .timer).install(in: tree)
        #expect(
            !tree.paths.contains(InstallPaths.cron) && !tree.paths.contains(InstallPaths.logrotate)
                && tree.paths.contains(InstallPaths.unit(ServiceUnits.timer)))
    }

    @Test("what an older version wrote, and this one does not, is removed")
    func leftover() throws {
        let tree = MemoryTree()
        try Request().install(in: tree)
        let old = InstallPaths.unit("bitcoin-analyzer-old.service")
        tree.write("[Unit]\n", to: old)
        tree.write(
            (tree.text(InstallPaths.manifest) ?? "")
                + "dcd7681b0567d00fe56a80e6ad9dba3a9d53a48a3ea4a3ac3bd0ff7d5ce4fc62  \(old)\n",
            to: InstallPaths.manifest)
        #expect(try Request().changes(in: tree).list.contains { $0.path == old && $0.verb == .remove })
    }

    @Test("wrong owners and permissions are fixed")
    func mended() throws {
        let tree = MemoryTree()
        try Request().install(in: tree)
        tree.write(tree.text(InstallPaths.environment) ?? "", to: InstallPaths.environment)
        let changes = try Request().changes(in: tree).list
        #expect(changes.map(\.verb) == [.repair] && changes.first?.path == InstallPaths.environment)
    }

    @Test("settings that an operator wrote are kept, and noticed")
    func settings() throws {
        let tree = MemoryTree([InstallPaths.environment: "API_PORT=9001\n"])
        try Request().install(in: tree)
        #expect(tree.text(InstallPaths.environment)?.hasPrefix("API_PORT=9001\n") == true)
        tree.write((tree.text(InstallPaths.environment) ?? "") + "LOG_LEVEL=debug\n", to: InstallPaths.environment)
        #expect(try Request().changes(in: tree).settingsChanged)
    }

    @Test("the details of a dry run are in the language of the report")
    func details() throws {
        let details = try Request(values: ["API_PORT": "9001"]).changes(
            in: MemoryTree([InstallPaths.environment: ""])
        ).list.flatMap(\.detail)
        #expect(details.flatMap { TextLint.violations($0.french, in: .french, as: .part) } == [])
        let french = details.map(\.french)
        #expect(french.contains { $0.hasPrefix("+ dossier, 0") } && french.contains { $0.hasPrefix("+ programme, ") })
        #expect(french.contains { $0.hasPrefix("+ fichier, 0") && $0.hasSuffix("\u{A0}lignes") })
        #expect(french.contains("+ API_PORT=… (défini)"))
    }

    @Test("values of settings are not told")
    func secrets() throws {
        let changes = try Request(values: ["DATABASE_URL": "postgresql://u:s3cret@h/n"]).changes(
            in: MemoryTree([InstallPaths.environment: ""])
        ).list
        #expect(
            changes.contains { $0.detail.contains(Phrase("+ DATABASE_URL=… (set)", fr: "+ DATABASE_URL=… (défini)")) }
                && !changes.contains { "\($0.detail)".contains("s3cret") })
    }

    @Test("in a folder that will be a machine no user is made, and nothing is left to do afterwards")
    func image() throws {
        let tree = MemoryTree()
        let changes = try Request().changes(in: tree, rights: .none).list
        #expect(!changes.contains { $0.action == .createUser })
        tree.make(changes)
        #expect(try Request().changes(in: tree, rights: .none).list.isEmpty)
    }
}

@Suite("What an uninstallation takes away")
struct RemovalTests {
    @Test("settings, data, logs, drop-ins and the user stay, and are named")
    func kept() throws {
        let tree = MemoryTree()
        try Request().install(in: tree)
        let dropIn = InstallPaths.unit("bitcoin-analyzer-api.service.d")
        tree.make([Change(.create, dropIn, .createFolder(mode: 0o755, owner: .root))])
        let removal = try UninstallationChanges(in: tree, purge: false, rights: .all)
        #expect(
            removal.kept.map(\.english) == [
                dropIn, InstallPaths.settings, InstallPaths.state, InstallPaths.logs, "user bitcoin-analyzer",
            ])
        #expect(removal.kept.last?.french == "utilisateur bitcoin-analyzer")
        tree.make(removal.list)
        #expect(
            tree.paths == [
                dropIn, InstallPaths.settings, InstallPaths.environment, InstallPaths.state, InstallPaths.logs,
            ])
    }

    @Test("purging leaves nothing", arguments: Scheduler.allCases)
    func purged(scheduler: Scheduler) throws {
        let tree = MemoryTree()
        try Request(scheduler: scheduler).install(in: tree)
        tree.write("# mine\n", to: InstallPaths.unit("bitcoin-analyzer-api.service"))
        try Request(scheduler: scheduler).install(in: tree)
        tree.make(try UninstallationChanges(in: tree, purge: true, rights: .all).list)
        #expect(tree.paths.isEmpty && tree.user(InstallPaths.user) == nil)
        #expect(try UninstallationChanges(in: tree, purge: true, rights: .all).list.isEmpty)
    }
}
