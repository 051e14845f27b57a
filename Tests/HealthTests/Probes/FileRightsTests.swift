import Domain
import Foundation
import OperatingSystem
import Testing

@testable import Health

@Suite("What may be done with files") struct FileRightsTests {
    @Test(
        "a log that can only grow is well; a database and its folder also have to change and to lose files",
        arguments: [
            ("/var/log/bitcoin-analyzer", [.logs], false), ("/var/log/bitcoin-analyzer/cron.log", [.logs], false),
            ("/srv/cron.log", [.state, .logs], false), ("/srv", [.state, .logs], true),
            ("/var/lib/x.db", [.state, .database], true), ("/var/lib/x.db-wal", [.database], true),
        ] as [(String, Set<FolderFacts.Use>, Bool)])
    func appendOnly(_ path: String, _ uses: Set<FolderFacts.Use>, _ isFault: Bool) {
        #expect(
            Folders.cannotChange(path, uses, isImmutable: { _ in false }, isAppendOnly: { _ in true }) == isFault)
        #expect(Folders.cannotChange(path, uses, isImmutable: { _ in true }, isAppendOnly: { _ in false }))
        #expect(!Folders.cannotChange(path, uses, isImmutable: { _ in false }, isAppendOnly: { _ in false }))
    }

    @Test("the attributes i and a of chattr(1) are told apart")
    func attributes() async throws {
        let file = FileManager.default.temporaryDirectory.path + "/attributes-\(UInt64.random(in: 0...UInt64.max))"
        try Data().write(to: URL(filePath: file))
        defer { try? FileManager.default.removeItem(atPath: file) }
        #expect(!FileAttributes.isImmutable(file) && !FileAttributes.isAppendOnly(file))
        #expect(!FileAttributes.isImmutable(file + "-absent"))
        for (attribute, isImmutable) in [("i", true), ("a", false)] {
            // Not everyone may, and not every file system can.
            guard let set = try? await SystemCommand.port(["chattr", "+" + attribute, file], .seconds(20)),
                set.status == 0
            else { continue }
            #expect(FileAttributes.isImmutable(file) == isImmutable)
            #expect(FileAttributes.isAppendOnly(file) == !isImmutable)
            _ = try? await SystemCommand.port(["chattr", "-" + attribute, file], .seconds(20))
        }
    }

    @Test("the first folder on the way that a user may not enter is the barrier, and a setpriv(1) that fails is none")
    func barriers() async throws {
        let folder = FileManager.default.temporaryDirectory.path + "/barrier-\(UInt64.random(in: 0...UInt64.max))"
        try FileManager.default.createDirectory(atPath: folder + "/closed/bin", withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let program = folder + "/closed/bin/bitcoin-analyzer"
        try Data().write(to: URL(filePath: program))
        func found(_ errors: String, isRoot: Bool = true) async -> [PathBarrier] {
            await PathBarrierProbe.find(
                program: program, settings: folder + "/absent", user: "service",
                { words, _ throws(CommandError) in
                    #expect(words.contains("--reuid=service"))
                    let isRefused = words.last?.hasPrefix(folder + "/closed") == true
                    return CommandResult(status: isRefused ? 1 : 0, errors: errors)
                }, isRoot: isRoot)
        }
        #expect(await found("").map(\.path) == [folder + "/closed"])
        #expect(await found("").first?.target == program)
        #expect(await found("setpriv: no such user").isEmpty)
        #expect(await found("", isRoot: false).isEmpty)
    }
}
