import Domain
import HealthSupport
import OperatingSystem
import Testing

@testable import Health

@Suite("Remedies, checked against the present state") struct RemedyCheckTests {
    private func checked(_ command: String, _ change: (inout HealthFacts) throws -> Void = { _ in }) throws -> String? {
        RemedyCheck(try HealthyMachine.facts(change)).checked(command)
    }

    @Test(
        "no path changes hands that is not the service's",
        arguments: [
            "sudo chown -R bitcoin-analyzer: '/root' && sudo chmod -R u+rwX '/root'", "sudo chown x: /etc",
            "sudo chmod 777 /var/lib/bitcoin-analyzer/../../../etc", "sudo chown x: /var/lib/bitcoin-analyzer-other",
            "sudo chgrp x / ",
        ])
    func foreignPaths(_ command: String) throws {
        let checked = try #require(try checked(command))
        #expect(!checked.contains("chown") && !checked.contains("chmod") && !checked.contains("chgrp"))
        #expect(checked.hasPrefix("ls -ld "))
    }

    @Test("the state, the logs and what is in them may be given back to the service")
    func ownPaths() throws {
        let command =
            "sudo chown -R bitcoin-analyzer: '/var/lib/bitcoin-analyzer' && sudo chmod -R u+rwX '/var/log/bitcoin-analyzer'"
        #expect(try checked(command) == command)
    }

    @Test("a suspended service is resumed, and not ended")
    func resumed() throws {
        func remedy(_ command: String) throws -> String? {
            try checked(command) { $0.change(ServiceUnits.web) { $0.process = 77 } }
        }
        #expect(try remedy("sudo kill -CONT 77") == "sudo kill -CONT 77")
        #expect(try remedy("sudo kill 77") == "systemctl status \(ServiceUnits.web)")
    }

    @Test("a unit without drop-ins is not reverted, one with them is")
    func revert() throws {
        let command = "sudo systemctl revert \(ServiceUnits.api) && sudo systemctl restart \(ServiceUnits.api)"
        #expect(try checked(command) == "sudo systemctl restart \(ServiceUnits.api)")
        #expect(
            try checked(command) { $0.change(ServiceUnits.api) { $0.dropIns = ["/etc/systemd/system/x.d/y.conf"] } }
                == command)
    }

    @Test("what is active is not started, what is enabled and active is not enabled")
    func pointless() throws {
        #expect(try checked("sudo systemctl start \(ServiceUnits.api)") == nil)
        #expect(try checked("sudo systemctl enable --now \(ServiceUnits.timer)") == nil)
        #expect(
            try checked("sudo systemctl start \(ServiceUnits.api) \(ServiceUnits.web)") {
                $0.change(ServiceUnits.web) { $0.active = "failed" }
            } == "sudo systemctl start \(ServiceUnits.web)")
    }

    @Test("a masked unit is unmasked first, and installed again where the mask took the place of its file")
    func masked() throws {
        let command = "sudo systemctl enable --now \(ServiceUnits.timer)"
        func mask(_ hasFile: Bool) -> (inout HealthFacts) -> Void {
            {
                $0.change(ServiceUnits.timer) {
                    ($0.load, $0.active, $0.hasFileBesideMask) = ("masked", "inactive", hasFile)
                }
            }
        }
        #expect(
            try checked(command, mask(false))
                == "sudo systemctl unmask \(ServiceUnits.timer) && sudo bitcoin-analyzer install")
        #expect(
            try checked(command, mask(true))?.hasPrefix(
                "sudo systemctl unmask \(ServiceUnits.timer) && sudo systemctl enable --now \(ServiceUnits.timer)")
                == true)
        #expect(try checked("sudo systemctl unmask \(ServiceUnits.timer)") == nil)
        let runtime = try checked(command) {
            mask(true)(&$0)
            $0.change(ServiceUnits.timer) { $0.enabled = "masked-runtime" }
        }
        #expect(runtime?.hasPrefix("sudo systemctl unmask --runtime \(ServiceUnits.timer) && ") == true)
        let whole = "sudo systemctl unmask \(ServiceUnits.timer) && sudo systemctl enable --now \(ServiceUnits.timer)"
        #expect(try checked(whole, mask(true)) == whole)
    }

    @Test("what stands within quotation marks is part of a word, and no other step")
    func quotations() {
        let command = #"ls -ld '/srv/a; b && c' "x; \"y" && sudo psql -c "SELECT 1; SELECT 'it''s'"; df -h"#
        let steps = RemedyStep.all(in: command)
        #expect(steps.map(\.words.count) == [4, 3, 2])
        #expect(steps.map(\.separator) == ["; ", " && ", "; "] && steps[0].words[2] == "/srv/a; b && c")
        #expect(steps.dropFirst().reduce(steps[0].text) { $0 + $1.separator + $1.text } == command)
    }

    @Test("a unit that is not installed is installed, not started")
    func notInstalled() throws {
        #expect(
            try checked("sudo systemctl start \(ServiceUnits.web)") {
                $0.change(ServiceUnits.web) { $0.load = "not-found" }
            }
                == "sudo bitcoin-analyzer install")
    }

    @Test("neither the process of a unit nor systemd is ever ended")
    func healthyProcess() throws {
        #expect(
            try checked("ps -fp 13096; kill 13096") { $0.change(ServiceUnits.api) { $0.process = 13096 } }
                == "ps -fp 13096; systemctl status \(ServiceUnits.api)")
        #expect(try checked("kill 1") == "systemctl list-sockets")
        let holder = RunningProcess(process: 77, command: "nginx", unit: "nginx.service", since: nil, isOurs: false)
        #expect(
            try checked("sudo kill 77") { $0.ports = [HealthyMachine.port("api", holder: holder)] }
                == "systemctl status nginx.service")
    }

    @Test("other commands, and units of others, are left as they are")
    func others() throws {
        for command in [
            "sudo systemctl start postgresql", "journalctl -u 'bitcoin-analyzer-*' -n 50; df -h",
            "sudo ss -ltnp 'sport = :8001'",
        ] { #expect(try checked(command) == command) }
    }

    @Test("every remedy of every finding has passed the check: it stays as it is when checked again")
    func findings() throws {
        let broken: [(inout HealthFacts) throws -> Void] = [
            { $0.folders = [HealthyMachine.folder("/root", [.database], notWritable: ["/root/dev.db"])] },
            { $0.folders = [HealthyMachine.folder("/etc", [.state], notWritable: ["/etc"])] },
            { $0.change(ServiceUnits.api) { $0.load = "masked" } },
            { $0.change(ServiceUnits.timer) { ($0.load, $0.active) = ("masked", "inactive") } },
            { $0.change(ServiceUnits.web) { $0.active = "failed" } },
            { $0.change(ServiceUnits.timer) { $0.enabled = "disabled" } },
            {
                $0.unitSettings[ServiceUnits.collect] = HealthyMachine.settings(
                    database: DatabaseIdentity(engine: "sqlite", host: "vps", name: "/x.db", fingerprint: "bbbb"))
            },
            { $0.ports = [HealthyMachine.port("api", holder: HealthyMachine.foreigner, .refused)] },
        ]
        for change in broken {
            let facts = try HealthyMachine.facts(change)
            let check = RemedyCheck(facts)
            let found = Diagnosis.of(facts).filter { $0.problem != nil }
            #expect(!found.isEmpty)
            for finding in found {
                let remedy = try #require(finding.remedy, "\(finding)")
                #expect(check.checked(remedy) == remedy)
                let paths = remedy.split(separator: " ").filter { remedy.hasPrefix("ls ") && $0.hasPrefix("'") }
                #expect(Set(paths).count == paths.count, "\(remedy)")
                #expect(!remedy.contains("chown") || facts.serviceFolders.contains { remedy.contains("'\($0)'") })
            }
        }
    }
}
