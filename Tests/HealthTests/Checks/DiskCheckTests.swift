import Domain
import Foundation
import HealthSupport
import OperatingSystem
import Testing

@testable import Health

@Suite("Folders that cannot be written") struct DiskCheckTests {
    private func finding(_ path: String, _ change: (inout FolderFacts) -> Void) throws -> Finding {
        var folder = HealthyMachine.folder(path, [.state, .database], notWritable: [path])
        change(&folder)
        let facts = try HealthyMachine.facts { facts in
            facts.folders = [folder]
            facts.cron = CronFacts()
        }
        return try #require(Diagnosis.of(facts).first { $0.check == .disk })
    }

    @Test("of a file system that is mounted read-only, no owner is changed, which would not help")
    func readOnly() throws {
        let found = try finding("/var/lib/bitcoin-analyzer") { $0.isReadOnlySystem = true }
        #expect(found.problem == .folderNotWritable([.state, .database], cronWritesThere: false))
        #expect(found.remedy == "findmnt --target '/var/lib/bitcoin-analyzer'; sudo dmesg | tail -n 20")
        #expect(found.summary.english.contains("read-only"))
    }

    @Test("behind a folder that the user may not enter, that folder is named, and not the service's own")
    func barrier() throws {
        let found = try finding("/var/log/bitcoin-analyzer") { $0.barrier = "/var/log" }
        #expect(found.problem == .pathForbidden && found.remedy == "sudo chmod a+x '/var/log'")
        // A folder of a person is not opened to everyone.
        let home = try finding("/home/ada/data") { $0.barrier = "/home/ada" }
        #expect(home.remedy == "ls -ld '/home/ada'")
    }

    @Test("on a full disk only what is on it is deleted")
    func full() throws {
        func remedy(_ change: (inout FolderFacts) -> Void) throws -> String? {
            var folder = HealthyMachine.folder("/srv/data", [.state], freeBytes: 0)
            change(&folder)
            return Diagnosis.of(try HealthyMachine.facts { $0.folders = [folder] }).first { $0.problem == .diskFull }?
                .remedy
        }
        #expect(try remedy { _ in }?.contains("journalctl") == false)
        #expect(try remedy { $0.sharesWithJournal = true }?.hasSuffix("; sudo journalctl --vacuum-size=200M") == true)
        #expect(try remedy { $0.sharesWithPackages = true }?.hasSuffix("; sudo apt-get clean") == true)
        #expect(try remedy { _ in }?.hasPrefix("df -h '/srv/data'; sudo du -xh ") == true)
    }

    @Test("a path with an apostrophe is one word of the command")
    func quoted() throws {
        let found = try finding("/srv/l'app; reboot") { _ in }
        #expect(found.remedy == #"ls -ld '/srv/l'\''app; reboot'"#)
    }

    @Test("the first folder on the way that the user may not enter is found; one that is missing is not there")
    func probe() async throws {
        let folder = FileManager.default.temporaryDirectory.path + "/way-\(UInt64.random(in: 0...UInt64.max))"
        try FileManager.default.createDirectory(atPath: folder + "/closed/logs", withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let run: RunCommand = { words, _ throws(CommandError) in
            #expect(words.contains("--reuid=service"))
            return CommandResult(status: words.last?.hasPrefix(folder + "/closed") == true ? 1 : 0)
        }
        let found = await Folders.inspect(folder + "/closed/logs", [.logs], [], "service", run, isRoot: true)
        #expect(found.exists && found.notWritable == [folder + "/closed/logs"])
        #expect(found.barrier == folder + "/closed" && !found.isReadOnlySystem && found.user == "service")
        let absent = await Folders.inspect(folder + "/absent", [.logs], [], "service", run, isRoot: true)
        #expect(!absent.exists && absent.barrier == nil)
    }
}
