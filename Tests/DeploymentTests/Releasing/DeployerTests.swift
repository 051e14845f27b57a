import Domain
import Foundation
import OperatingSystem
import Support
import Synchronization
import Testing

@testable import Deployment

@Suite("A deployment") struct DeployerTests {
    private func withHost(
        clock: any Clock<Duration> = ContinuousClock(), _ body: (FakeHost) async throws -> Void
    ) async throws {
        let root = FileManager.default.temporaryDirectory.appending(path: "deployer-\(UUID())").path
        try FileManager.default.createDirectory(atPath: root, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: root) }
        let host = FakeHost(root: root, clock: clock)
        try host.install("version 1.0.0")
        try await body(host)
    }

    private func deploy(_ host: FakeHost, _ version: String, _ faults: String = "", again: Bool = false) async throws
        -> Deployer.Outcome
    {
        let program = "version \(version) \(faults)"
        return try await host.deployer().deploy(
            file: "release", archive: try host.archive(program, version: version), watching: .milliseconds(20),
            again: again)
    }

    private func outcomes(_ host: FakeHost) throws -> [String] {
        try host.store.records().map { "\($0.release.version) \($0.outcome.rawValue)" }
    }

    @Test("of a good release ends with it, and keeps the one before")
    func good() async throws {
        try await withHost { host in
            let outcome = try await deploy(host, "1.1.0")
            #expect(outcome.fault == nil && "\(outcome.live.version)" == "1.1.0")
            #expect(host.installed == "version 1.1.0 ")
            #expect(try outcomes(host) == ["1.0.0 replaced", "1.1.0 live"])
            #expect(try host.store.records().map(\.by) == ["install", "alice"])
            #expect(try host.store.earlier().map(\.version.description) == ["1.0.0"])
            #expect(try host.store.unfinished() == nil)
        }
    }

    @Test(
        "of a release that fails its trial changes nothing, and is not tried again unless asked for",
        arguments: ["no-start", "route-500", "page-500", "wrong-price"])
    func refused(_ fault: String) async throws {
        try await withHost { host in
            let before = host.files
            let outcome = try await deploy(host, "1.1.0", fault)
            #expect(outcome.record.outcome == .refused && "\(outcome.live.version)" == "1.0.0")
            #expect(outcome.fault != nil && outcome.record.reason == outcome.fault?.reason)
            #expect(host.files == before)
            #expect(!host.commands.contains { $0.contains("install") && $0.contains("--program-file") })
            await #expect(throws: DeploymentFailure.self) { try await deploy(host, "1.1.0", fault) }
            #expect(try await deploy(host, "1.1.0", fault, again: true).record.outcome == .refused)
            #expect(try await deploy(host, "1.1.1").fault == nil)
        }
    }

    @Test(
        "of a release that fails once it is live is undone: the files are those of before",
        arguments: ["live-500", "no-collect", "doctor"])
    func undone(_ fault: String) async throws {
        try await withHost { host in
            let before = host.files
            let program = "version 1.1.0 \(fault)"
            // Long enough for the second attempt of a collection pass.
            let outcome = try await host.deployer().deploy(
                file: "release", archive: try host.archive(program, version: "1.1.0"), watching: .seconds(3),
                again: false)
            #expect(outcome.record.outcome == .undone && "\(outcome.live.version)" == "1.0.0")
            #expect(host.files == before)
            #expect(try outcomes(host) == ["1.0.0 live", "1.1.0 undone"])
        }
    }

    @Test("is undone by an incident that lasts, not by one that its own restart opened and the next look closed")
    func incidents() async throws {
        for (fault, outcome) in [("brief-incident", ReleaseRecord.Outcome.live), ("incident", .undone)] {
            try await withHost(clock: SkippingClock()) { host in
                let ended = try await deploy(host, "1.1.0", fault)
                #expect(ended.record.outcome == outcome, "\(fault)")
                let reason = outcome == .undone ? "incident i1 was opened: service-down" : nil
                #expect(ended.fault?.reason.english == reason)
            }
        }
    }

    @Test("of a release that fails for clients, on routes that nobody compares, is undone")
    func failingClients() async throws {
        try await withHost { host in
            let before = host.files
            let outcome = try await host.deployer().deploy(
                file: "release", archive: try host.archive("version 1.1.0 clients-500", version: "1.1.0"),
                watching: .seconds(20), again: false)
            #expect(outcome.record.outcome == .undone)
            #expect(outcome.fault?.reason.english == "50 of 1050 requests failed with a server error")
            #expect(host.files == before)
        }
    }

    @Test("of a release that changes the schema tries that on a copy, and brings the database back when it is undone")
    func migrating() async throws {
        try await withHost { host in
            let before = host.files
            let hold = host.root + "/run/systemd/system/bitcoin-analyzer-api.service.d/hold.conf"
            let held = Mutex<[Bool]>([])
            host.onCommand { words in
                guard words.contains("restore"), words.contains("--force") else { return }
                let isHeld = FileManager.default.fileExists(atPath: hold)
                held.withLock { $0.append(isHeld) }
            }
            #expect(try await deploy(host, "1.1.0", "migrates doctor").record.outcome == .undone)
            #expect(host.files == before)
            // Once, by the release that comes back, while the API cannot start.
            #expect(held.withLock { $0 } == [true])
            let old = try #require(try host.store.records().last { $0.outcome == .live }?.release)
            #expect(host.commands.contains([host.store.program(of: old), "restore", host.store.backup, "--force"]))
            #expect(!FileManager.default.fileExists(atPath: hold))
            #expect(host.commands.filter { $0.contains("restore") && $0.contains("--set") }.count == 2)
            #expect(try await deploy(host, "1.2.0", "migrates").fault == nil)
            #expect(held.withLock { $0.count } == 1)
        }
    }

    @Test("that cannot make its last backup changes nothing: an older one is not brought back over what was collected")
    func noBackup() async throws {
        try await withHost { host in
            let before = host.files
            let backups = Mutex(0)
            host.answer { words in
                guard words.contains("backup") else { return nil }
                let isLast = backups.withLock { count in
                    count += 1
                    return count == 2
                }
                return isLast ? CommandResult(status: 74, errors: "No space left on device") : nil
            }
            let outcome = try await deploy(host, "1.1.0", "migrates")
            #expect(outcome.record.outcome == .refused && "\(outcome.live.version)" == "1.0.0")
            #expect(outcome.fault?.evidence.last?.line == "No space left on device")
            #expect(host.files == before)
            #expect(!host.commands.contains { $0.contains("restore") && $0.contains("--force") })
            #expect(!host.commands.contains { $0.contains("--program-file") })
            #expect(host.commands.contains(["systemctl", "start", ServiceUnits.timer, ServiceUnits.retryTimer]))
            #expect(try host.store.unfinished() == nil)
        }
    }

    @Test("that was killed while its schedule was stopped starts that again, and brings no backup back")
    func killedBeforeTheSwitch() async throws {
        try await withHost { host in
            _ = try await deploy(host, "1.1.0")
            let before = host.files
            let live = try #require(try host.store.records().last?.release)
            let other = ReleaseDescription(
                version: try #require(ReleaseVersion("1.2.0")), commit: "c", platform: "", sha256: "0123456789abcdef")
            var journal = ReleaseJournal(
                phase: .preparing,
                record: ReleaseRecord(other, time: Timestamp(seconds: 1_790_000_000), by: "alice", outcome: .live),
                previous: live, migrates: true)
            journal.stopped = [ServiceUnits.timer]
            try host.store.begin(journal)
            #expect(try await host.deployer().recoverWhenInterrupted())
            #expect(host.commands.contains(["systemctl", "start", ServiceUnits.timer]))
            #expect(!host.commands.contains { $0.contains("restore") })
            #expect(host.files == before)
        }
    }

    @Test("of the live program under another description is none, and leaves the kept one alone")
    func sameProgram() async throws {
        try await withHost { host in
            _ = try await deploy(host, "1.1.0")
            let records = try host.store.records()
            let live = try #require(records.last?.release)
            let archive = try host.archive("version 1.1.0 ", version: "1.1.0", commit: "another")
            let outcome = try await host.deployer().deploy(
                file: "release", archive: archive, watching: .milliseconds(20), again: false)
            #expect(outcome.fault == nil && outcome.live == live)
            #expect(try host.store.records() == records)
            #expect(FileManager.default.fileExists(atPath: host.store.program(of: live)))
        }
    }

    @Test("whose undoing fails half way lets the API start again")
    func unheld() async throws {
        try await withHost { host in
            let hold = host.root + "/run/systemd/system/bitcoin-analyzer-api.service.d/hold.conf"
            let unit = host.root + InstallPaths.unit(ServiceUnits.api)
            host.onCommand { words in
                guard words == ["systemctl", "stop", ServiceUnits.api], FileManager.default.fileExists(atPath: hold)
                else { return }
                // No file can take the place of a folder that holds something.
                try? FileManager.default.removeItem(atPath: unit)
                try? FileManager.default.createDirectory(
                    atPath: unit + "/something", withIntermediateDirectories: true)
            }
            await #expect(throws: (any Error).self) { try await deploy(host, "1.1.0", "migrates doctor") }
            #expect(!FileManager.default.fileExists(atPath: hold))
            #expect(host.commands.last == ["systemctl", "start", ServiceUnits.api])
        }
    }

    @Test("is guarded during the switch by a unit of the release before, which is gone afterwards")
    func guarded() async throws {
        try await withHost { host in
            let unit = host.root + InstallPaths.unit(ServiceUnits.undo)
            let link = host.root + InstallPaths.unit("multi-user.target.wants/" + ServiceUnits.undo)
            let seen = Mutex<[String]>([])
            host.onCommand { words in
                guard words.contains("--program-file") else { return }
                let text = (try? String(contentsOfFile: unit, encoding: .utf8)) ?? ""
                let target = (try? FileManager.default.destinationOfSymbolicLink(atPath: link)) ?? ""
                seen.withLock { $0 = [text, target] }
            }
            #expect(try await deploy(host, "1.1.0").fault == nil)
            let (text, target) = seen.withLock { ($0.first ?? "", $0.last ?? "") }
            let program = try #require(
                host.store.earlier().first.map { host.store.program(of: $0) })
            #expect(text.contains("ExecStart=\(program) rollback --interrupted\n"))
            #expect(target == InstallPaths.unit(ServiceUnits.undo))
            #expect(host.commands.contains(["systemctl", "start", "--no-block", ServiceUnits.undo]))
            #expect(!FileManager.default.fileExists(atPath: unit))
            #expect((try? FileManager.default.destinationOfSymbolicLink(atPath: link)) == nil)
            // What it runs does nothing after a result.
            #expect(try await host.deployer().recoverWhenInterrupted() == false)
            #expect(host.installed == "version 1.1.0 ")
        }
    }

    @Test("that was killed at any step of the switch is undone by the next one")
    func interrupted() async throws {
        try await withHost { host in
            _ = try await deploy(host, "1.1.0")
            let before = host.files
            // What a killed process leaves: the journal, and files of either release.
            let live = try #require(try host.store.records().last?.release)
            let other = ReleaseDescription(
                version: try #require(ReleaseVersion("1.2.0")), commit: "c", platform: "", sha256: "0123456789abcdef")
            for isUnitNew in [false, true] {
                try host.store.keep(InstallationSnapshot(of: host.tree), of: live)
                try host.install("version 1.2.0")
                if !isUnitNew {
                    try Data("version 1.1.0 ".utf8).write(to: URL(filePath: host.root + InstallPaths.program))
                }
                try host.store.begin(
                    ReleaseJournal(
                        phase: .switching,
                        record: ReleaseRecord(
                            other, time: Timestamp(seconds: isUnitNew ? 1_790_000_000 : 1_780_000_000), by: "alice",
                            outcome: .live),
                        previous: live, migrates: false))
                #expect(try await host.deployer().recover())
                #expect(host.files == before)
                #expect(try host.store.unfinished() == nil)
                #expect(try outcomes(host).suffix(2).last == "1.2.0 interrupted")
            }
            #expect(try await host.deployer().recover() == false)
            #expect(try await deploy(host, "1.3.0").fault == nil)
        }
    }

    @Test("is undone by a rollback, byte for byte, and so is the rollback")
    func rollback() async throws {
        try await withHost { host in
            let first = host.files
            _ = try await deploy(host, "1.1.0")
            let second = host.files
            let back = try await host.deployer().rollback(to: nil, watching: .milliseconds(20))
            #expect(back.fault == nil && "\(back.live.version)" == "1.0.0" && host.files == first)
            let forth = try await host.deployer().rollback(to: ReleaseVersion("1.1.0"), watching: .milliseconds(20))
            #expect(forth.fault == nil && host.files == second)
            await #expect(throws: DeploymentFailure.self) {
                try await host.deployer().rollback(to: ReleaseVersion("9.9.9"), watching: .milliseconds(20))
            }
        }
    }

    @Test("keeps three releases")
    func pruned() async throws {
        try await withHost { host in
            for minor in 1...4 { #expect(try await deploy(host, "1.\(minor).0").fault == nil) }
            let kept = try FileManager.default.contentsOfDirectory(atPath: host.store.folder).filter {
                $0.hasPrefix("1.")
            }
            #expect(kept.map { $0.prefix(5) }.sorted() == ["1.2.0", "1.3.0", "1.4.0"])
            #expect(try host.store.earlier().map(\.version.description) == ["1.3.0", "1.2.0"])
        }
    }

    @Test("waits for no other one, and is refused meanwhile")
    func locked() async throws {
        try await withHost { host in
            let lock = try ReleaseLock(host.store)
            await #expect(throws: DeploymentFailure.self) { try await deploy(host, "1.1.0") }
            withExtendedLifetime(lock) {}
        }
    }

    @Test("of the live release changes nothing")
    func same() async throws {
        try await withHost { host in
            _ = try await deploy(host, "1.1.0")
            let records = try host.store.records()
            #expect(try await deploy(host, "1.1.0").fault == nil)
            #expect(try host.store.records() == records)
        }
    }
}
