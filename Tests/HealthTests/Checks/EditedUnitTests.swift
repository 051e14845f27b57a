import Domain
import Foundation
import HealthSupport
import OperatingSystem
import Support
import Testing

@testable import Health

@Suite("Unit files that were edited") struct EditedUnitTests {
    private static let installed = """
        [Unit]
        Description=Bitcoin Analyzer API
        [Service]
        # A comment
        ExecStart=/usr/local/bin/bitcoin-analyzer api
        User=bitcoin-analyzer
        ReadWritePaths=/var/lib/bitcoin-analyzer@WRITABLE@
        LimitNOFILE=65536
        MemoryMax=1G
        SystemCallFilter=@system-service
        SystemCallFilter=~@privileged @resources
        """

    private func edited(_ change: (String) -> String) -> DropIn? {
        let text = change(Self.installed.replacing("@WRITABLE@", with: " /srv/data"))
        return DropIn(
            unitFile: InstallPaths.unit(ServiceUnits.api), changed: HealthyMachine.now - .minutes(5), text: text,
            installed: Self.installed)
    }

    @Test("a file that differs in comments, order and what an installation fills in was not edited")
    func same() {
        #expect(edited { $0 } == nil)
        #expect(edited { "# mine\n" + $0.replacing("MemoryMax=1G", with: "MemoryMax = 1G  ") } == nil)
    }

    @Test("what was set, and what was taken out, is named")
    func differences() throws {
        let limited = try #require(edited { $0.replacing("LimitNOFILE=65536", with: "LimitNOFILE=8") })
        #expect(limited.settings == ["LimitNOFILE=8"] && limited.removed.isEmpty && limited.isUnitFile)
        #expect(limited.restrictions == ["LimitNOFILE=8"])
        let lacking = try #require(
            edited { $0.split(separator: "\n").filter { !$0.hasPrefix("ReadWrite") }.joined(separator: "\n") })
        #expect(lacking.removed.count == 1 && lacking.restrictions == lacking.removed)
        #expect(lacking.phrase.english.contains("no longer has ReadWritePaths="))
        let moved = try #require(edited { $0.replacing("=/var/lib/bitcoin-analyzer", with: "=/nowhere") })
        #expect(moved.settings == ["ReadWritePaths=/nowhere /srv/data"])
        // More memory takes nothing away.
        #expect(edited { $0.replacing("MemoryMax=1G", with: "MemoryMax=infinity") }?.restrictions.isEmpty == true)
    }

    @Test("a unit that fails since its file was edited is explained by that, and the installation writes it again")
    func blamed() throws {
        let change = try #require(edited { $0.replacing("LimitNOFILE=65536", with: "LimitNOFILE=8") })
        func found(_ ended: Timestamp) throws -> Finding? {
            let facts = try HealthyMachine.facts { facts in
                facts.change(ServiceUnits.api) { unit in
                    (unit.active, unit.sub, unit.result) = ("activating", "auto-restart", "exit-code")
                    (unit.exitCode, unit.exitStatus, unit.ended) = (1, 70, ended)
                    unit.activeSince = HealthyMachine.now - .hours(9)
                    unit.changes = [change]
                }
            }
            return Diagnosis.of(facts).first { if case .unitRestricted = $0.problem { true } else { false } }
        }
        let finding = try #require(try found(HealthyMachine.now - .minutes(1)))
        #expect(finding.summary.english.hasPrefix("fails since its file was edited: "))
        #expect(
            finding.remedy == "sudo bitcoin-analyzer install && sudo systemctl restart \(ServiceUnits.api)")
        // It had ended before.
        #expect(try found(HealthyMachine.now - .hours(1)) == nil)
    }

    @Test("a unit that systemd ends as it hears nothing of it is explained by what it now expects to hear")
    func silent() throws {
        let change = try #require(edited { $0 + "\nType=forking" })
        for (result, isBlamed) in [("timeout", true), ("signal", false)] {
            let facts = try HealthyMachine.facts { facts in
                facts.change(ServiceUnits.web) { unit in
                    (unit.active, unit.sub, unit.result) = ("activating", "auto-restart", result)
                    (unit.restarts, unit.changes) = (9, [change])
                    unit.firstRestart = HealthyMachine.now - .minutes(4)
                }
            }
            let isNamed = Diagnosis.of(facts).contains {
                if case .unitRestricted = $0.problem { $0.summary.english.contains("Type=forking") } else { false }
            }
            #expect(isNamed == isBlamed)
        }
    }

    @Test("a unit whose processes systemctl has frozen is named with the command that thaws them")
    func frozen() throws {
        let units = UnitState.parse("Id=\(ServiceUnits.api)\nActiveState=active\nFreezerState=frozen\n")
        let facts = try HealthyMachine.facts { facts in
            facts.change(ServiceUnits.api) { $0.isFrozen = units[ServiceUnits.api]?.isFrozen ?? false }
        }
        let finding = try #require(Diagnosis.of(facts).first { $0.problem == .serviceSuspended })
        #expect(finding.remedy == "sudo systemctl thaw \(ServiceUnits.api)")
    }

    @Test("a stopped timer is named also where the settings cannot be used")
    func stoppedWithoutSettings() throws {
        for (active, isNamed) in [("inactive", true), ("active", false)] {
            let facts = try HealthyMachine.facts { facts in
                facts.settings = .refused(message: "no", hint: "correct it")
                facts.change(ServiceUnits.timer) { $0.active = active }
            }
            #expect(Diagnosis.of(facts).contains { $0.problem == .scheduleStopped } == isNamed)
        }
        // cron may start the collections: its tables could not be read.
        let facts = try HealthyMachine.facts { facts in
            facts.settings = .refused(message: "no", hint: "correct it")
            facts.change(ServiceUnits.timer) { $0.active = "inactive" }
            facts.cron = CronFacts(unread: "permission denied")
        }
        #expect(!Diagnosis.of(facts).contains { $0.problem == .scheduleStopped })
    }

    @Test("the file of a unit is read where the installation says that it was edited, and systemd has read it")
    func read() async throws {
        let folder = FileManager.default.temporaryDirectory.path + "/edited-\(UInt64.random(in: 0...UInt64.max))"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let path = folder + "/\(ServiceUnits.api)"
        try Data(Self.installed.replacing("65536", with: "8").utf8).write(to: URL(filePath: path))
        for (reload, edits) in [("no", 1), ("yes", 0)] {
            let units = await SystemdUnits.states(
                { _, _ throws(CommandError) in
                    CommandResult(
                        status: 0,
                        output: "Id=\(ServiceUnits.api)\nActiveState=active\nFragmentPath=\(path)\nNeedDaemonReload="
                            + "\(reload)\n")
                }, installed: { given, _ in given == path ? Self.installed : nil })
            #expect(units.value?[ServiceUnits.api]?.changes.count == edits)
        }
    }

    @Test("a drop-in that systemd has not read yet is no change of the unit")
    func unread() async throws {
        let folder = FileManager.default.temporaryDirectory.path + "/unread-\(UInt64.random(in: 0...UInt64.max))"
        let own = "\(folder)/\(ServiceUnits.api).d"
        try FileManager.default.createDirectory(atPath: own, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let path = own + "/x.conf"
        try Data("[Service]\nLimitFSIZE=1\n".utf8).write(to: URL(filePath: path))
        let written = try #require(try FileManager.default.attributesOfItem(atPath: path)[.modificationDate] as? Date)
        let moment = Int64(written.timeIntervalSince1970)
        for (loaded, count) in [("@\(moment - 60)\n", 0), ("@\(moment + 60)\n", 1), ("\n", 1)] {
            let units = await SystemdUnits.states(
                { words, _ throws(CommandError) in
                    if words.contains("--property=UnitsLoadTimestamp") {
                        return CommandResult(status: 0, output: loaded)
                    }
                    return CommandResult(
                        status: 0,
                        output: "Id=\(ServiceUnits.api)\nActiveState=active\nDropInPaths=\(path)\n"
                            + "NeedDaemonReload=yes\n")
                })
            let unit = units.value?[ServiceUnits.api]
            #expect(unit?.changes.count == count, "\(loaded)")
        }
    }

    @Test(
        "time spans are read as systemd prints them",
        arguments: [
            ("1min 30s", 90), ("30d", 2_592_000), ("1month 2h", 2_637_000), ("1y", 31_557_600), ("5.5s", 5.5),
            ("100ms", 0.1), ("infinity", nil), ("0", nil), ("", nil), ("soon", nil),
        ] as [(String, Double?)])
    func span(_ text: String, _ seconds: Double?) {
        #expect(SystemdTimeSpan.duration(text) == seconds.map { .milliseconds(Int64($0 * 1000)) })
    }

    @Test("a timer without calendar times elapses so long after the start of the clock")
    func monotonic() {
        let timer = UnitState.parse(
            "Id=x.timer\nNextElapseUSecRealtime=\nNextElapseUSecMonotonic=1d 1h\n", booted: .hour(100))["x.timer"]
        #expect(timer?.nextElapse == .hour(125))
        let facts = try? HealthyMachine.facts { facts in
            let now = facts.now
            facts.change(ServiceUnits.timer) { ($0.sub, $0.nextElapse) = ("waiting", now + .days(30)) }
        }
        #expect(facts.map { Diagnosis.of($0).contains { $0.problem == .scheduleStopped } } == true)
    }
}
