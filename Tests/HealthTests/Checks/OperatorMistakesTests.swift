import Domain
import HealthSupport
import Testing

@testable import Health

@Suite("What an operator got wrong") struct OperatorMistakesTests {
    private func problems(_ change: (inout HealthFacts) throws -> Void) throws -> [Finding] {
        Diagnosis.of(try HealthyMachine.facts(change)).filter { $0.problem != nil }
    }

    @Test("settings of the shell that differ are named with the file that says so, and nothing of the service is")
    func shell() throws {
        let found = try problems { facts in
            facts.shellSettings = ShellSettings(differences: [
                .init(name: "DATABASE_URL", here: "sqlite:///root/dev.db", service: nil, file: "/root/.env"),
                .init(name: "API_PORT", here: "9001", service: "8001", file: nil),
            ])
        }
        #expect(found.map(\.problem) == [.settingsDiffer] && found[0].outcome == .warning)
        #expect(found[0].summary.english.contains("DATABASE_URL (/root/.env)"))
        #expect(found[0].remedy == "unset API_PORT; cd / && bitcoin-analyzer doctor")
    }

    @Test("a settings file of Windows is a warning without a cause")
    func windows() throws {
        let facts = try HealthyMachine.facts { facts in
            guard case .resolved(var settings) = facts.settings else { return }
            settings.windowsFiles = ["/etc/bitcoin-analyzer/environment"]
            facts.settings = .resolved(settings)
        }
        let found = Diagnosis.of(facts).filter { $0.outcome == .warning }
        #expect(found.map(\.subject) == ["/etc/bitcoin-analyzer/environment"] && found[0].problem == nil)
        #expect(found[0].remedy == #"sudo sed -i 's/\r$//' '/etc/bitcoin-analyzer/environment'"#)
    }

    @Test(
        "a masked unit, or a masked socket of a service, is named as such",
        arguments: [ServiceUnits.api, ServiceUnits.apiSocket])
    func masked(_ unit: String) throws {
        let found = try problems { $0.change(unit) { ($0.load, $0.active) = ("masked", "inactive") } }
        #expect(found.contains { $0.problem == .serviceMasked && $0.remedy?.contains("unmask \(unit)") == true })
    }

    @Test("a masked timer is named as such, and not enabled")
    func maskedTimer() throws {
        let found = try problems { $0.change(ServiceUnits.timer) { ($0.load, $0.active) = ("masked", "inactive") } }
        #expect(found.map(\.problem) == [.scheduleMasked])
        #expect(found[0].remedy == "sudo systemctl unmask \(ServiceUnits.timer) && sudo bitcoin-analyzer install")
    }

    @Test(
        "a status of systemd says which line of the unit is wrong",
        arguments: [
            (203, "EXEC", "ExecStart=/nowhere"), (217, "USER", "User=gone"),
            (226, "NAMESPACE", "ReadWritePaths=/nowhere"),
        ])
    func exitStatus(_ status: Int, _ name: String, _ setting: String) throws {
        let path = "/etc/systemd/system/bitcoin-analyzer-web.service.d/override.conf"
        let removing = "sudo mv -n '\(path)' '\(path).disabled' && "
        #expect(try remedy(status, name, path, setting).contains(removing))
        // What it is needed for, it keeps: it has nothing to do with the failure.
        let other = try remedy(status, name, path, "Environment=PGSSLROOTCERT")
        #expect(!other.contains("mv ") && !other.contains("revert") && other.contains("bitcoin-analyzer install"))
    }

    private func remedy(_ status: Int, _ name: String, _ path: String, _ setting: String) throws -> String {
        let found = try problems { facts in
            facts.change(ServiceUnits.web) {
                ($0.active, $0.sub, $0.result, $0.exitCode, $0.exitStatus) = (
                    "activating", "auto-restart", "exit-code", 1, status
                )
                $0.dropIns = [path]
                $0.changes = [DropIn(path: path, changed: nil, settings: [setting])]
            }
        }
        let finding = try #require(found.first { $0.problem == .unitInvalid })
        #expect(finding.summary.english.contains("\(status)/\(name)"))
        return try #require(finding.remedy)
    }

    @Test("lack of memory is named, by the kernel's kill and by a limit of the address space")
    func memory() throws {
        let killed = try problems { facts in
            facts.change(ServiceUnits.web) {
                ($0.active, $0.sub, $0.result) = ("activating", "auto-restart", "oom-kill")
            }
        }
        #expect(killed.contains { $0.problem == .serviceOutOfMemory })
        let limited = try problems { facts in
            facts.change(ServiceUnits.web) {
                ($0.active, $0.sub, $0.result, $0.exitCode, $0.exitStatus) = (
                    "activating", "auto-restart", "signal", 2, 5
                )
                $0.addressSpace = 64 << 20
            }
        }
        #expect(
            limited.contains { $0.problem == .serviceOutOfMemory && $0.summary.english.contains("64 MB (LimitAS=)") })
    }

    @Test("an exit status with which the program names another reason is not lack of memory", arguments: [64, 69, 78])
    func otherReason(_ status: Int) throws {
        let found = try problems { facts in
            facts.change(ServiceUnits.web) {
                ($0.active, $0.sub, $0.result, $0.exitCode, $0.exitStatus) = (
                    "activating", "auto-restart", "exit-code", 1, status
                )
                $0.addressSpace = 8 << 30
            }
        }
        #expect(found.contains { $0.problem == .serviceRestarting })
        #expect(!found.contains { $0.problem == .serviceOutOfMemory })
    }

    @Test("a restart loop names the signal")
    func signal() throws {
        let found = try problems { facts in
            facts.change(ServiceUnits.web) {
                ($0.active, $0.sub, $0.result, $0.exitCode, $0.exitStatus) = (
                    "activating", "auto-restart", "core-dump", 3, 11
                )
            }
        }
        let finding = try #require(found.first { $0.problem == .serviceRestarting })
        #expect(finding.summary.english.contains("SIGSEGV") && finding.remedy?.contains("coredumpctl") == true)
    }

    @Test(
        "a service is in a restart loop by its restarts of the last minutes, not by those of its whole life",
        arguments: [
            (total: 20, recent: 12, active: Duration.seconds(20), isLoop: true),
            (20, 12, .minutes(3), false), (20, 1, .seconds(20), false), (4, 4, .seconds(1), false),
        ] as [(total: Int, recent: Int, active: Duration, isLoop: Bool)])
    func restarts(_ total: Int, _ recent: Int, _ active: Duration, _ isLoop: Bool) throws {
        let found = try problems { facts in
            let since = facts.now - active
            facts.change(ServiceUnits.web) { ($0.restarts, $0.recentRestarts, $0.activeSince) = (total, recent, since) }
        }
        #expect(found.contains { $0.problem == .serviceRestarting } == isLoop)
    }

    @Test(
        "a service that a person started after its last automatic restart is in no restart loop",
        arguments: [(started: Duration.seconds(2), isLoop: true), (.seconds(40), false)])
    func startedByHand(_ started: Duration, _ isLoop: Bool) throws {
        let found = try problems { facts in
            let now = facts.now
            facts.change(ServiceUnits.web) { unit in
                (unit.restarts, unit.recentRestarts, unit.activeSince) = (27, 27, now - .seconds(5))
                unit.lastRestart = now - .seconds(5) - started
            }
        }
        #expect(found.contains { $0.problem == .serviceRestarting } == isLoop)
    }

    @Test("a unit that a drop-in runs as another user is named, and no folder changes its owner meanwhile")
    func otherUser() throws {
        let path = "/etc/systemd/system/bitcoin-analyzer-api.service.d/z.conf"
        let facts = try HealthyMachine.facts { facts in
            facts.change(ServiceUnits.api) { unit in
                (unit.user, unit.dropIns) = ("nobody", [path])
                unit.changes = [DropIn(path: path, changed: nil, settings: ["User=nobody"])]
            }
        }
        let found = try #require(Diagnosis.of(facts).first { $0.subject == ServiceUnits.api && $0.problem != nil })
        let removing =
            "sudo mv -n '\(path)' '\(path).disabled' && sudo systemctl daemon-reload && sudo systemctl restart "
            + ServiceUnits.api
        #expect(found.problem == .unitInvalid && found.summary.english.contains("nobody") && found.remedy == removing)
        let chown = "sudo chown -R bitcoin-analyzer: '/var/lib/bitcoin-analyzer'"
        #expect(RemedyCheck(facts).checked(chown) == removing)
        #expect(RemedyCheck(try HealthyMachine.facts()).checked(chown) == chown)
    }

    @Test("without the journal a service that has been active for ten minutes is healthy")
    func settled() throws {
        let found = try problems { facts in
            let since = facts.now - .minutes(10)
            facts.change(ServiceUnits.web) { ($0.restarts, $0.activeSince) = (80, since) }
        }
        #expect(found.isEmpty)
    }
}
