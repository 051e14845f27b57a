import Domain
import Health
import HealthSupport
import Support
import Testing

@testable import Incidents

@Suite("Causes of units that fail") struct UnitCauseTests {
    private static func fail(
        _ name: String, status: Int, saying lines: [String], settings: [String] = [], in facts: inout HealthFacts
    ) {
        let now = facts.now
        facts.host = "vps"
        facts.change(name) { unit in
            let isCollect = name == ServiceUnits.collect
            (unit.active, unit.sub) = isCollect ? ("failed", "failed") : ("activating", "auto-restart")
            (unit.result, unit.exitCode, unit.exitStatus, unit.ended) = ("exit-code", 1, status, now - .seconds(20))
            (unit.restarts, unit.failures) = (isCollect ? 0 : 7, 3)
            unit.failureLines = lines.map { Evidence(source: "journal", line: $0) }
            guard !settings.isEmpty else { return }
            unit.dropIns = ["/etc/systemd/system/\(name).d/override.conf"]
            unit.changes = [DropIn(path: unit.dropIns[0], changed: now - .minutes(2), settings: settings)]
        }
    }

    private func causes(_ change: (inout HealthFacts) throws -> Void) throws -> [Cause] {
        Explainer().explain(Observation(try HealthyMachine.facts(change), host: "vps")).causes
    }

    @Test(
        "what the program said of its exit is the cause, not that it is restarted",
        arguments: [
            ("cause: database-auth", 77, Cause.databaseAuth),
            ("cause: configuration-invalid", 77, .configurationInvalid),
            ("cause: disk-full", 74, .diskFull), ("cause: port-in-use", 78, .portInUse),
        ])
    func declared(_ line: String, _ status: Int, _ cause: Cause) throws {
        for unit in [ServiceUnits.api, ServiceUnits.collect] {
            #expect(
                try causes { Self.fail(unit, status: status, saying: ["error: x", "  " + line], in: &$0) } == [cause],
                "\(unit)")
        }
    }

    @Test(
        "what a drop-in takes away is the root of what the program says of it, and its only one",
        arguments: [
            "LimitFSIZE=1000", "InaccessiblePaths=/var/lib/bitcoin-analyzer",
            "BindReadOnlyPaths=/var/lib/bitcoin-analyzer",
            "IPAddressDeny=any", "RestrictAddressFamilies=AF_UNIX", "PrivateNetwork=yes",
        ])
    func restricted(_ setting: String) throws {
        for unit in [ServiceUnits.api, ServiceUnits.collect] {
            let facts = try HealthyMachine.facts {
                Self.fail(
                    unit, status: 69, saying: ["error: x", "  cause: database-unreachable"], settings: [setting],
                    in: &$0)
            }
            let explanation = Explainer().explain(Observation(facts, host: "vps"))
            #expect(explanation.causes == [.configurationInvalid], "\(unit)")
            let root = try #require(explanation.roots.first)
            #expect(root.sign.summary.english.contains(setting))
            let path = "/etc/systemd/system/\(unit).d/override.conf"
            #expect(root.sign.remedy?.hasPrefix("sudo mv -n '\(path)' '\(path).disabled' && ") == true)
        }
    }

    @Test("an incident that the recorder opened for the same fault is a consequence, so that one root is open")
    func oneRoot() throws {
        let recorded = Incident(
            id: .fresh(at: HealthyMachine.now), cause: .databaseReadOnly, at: Incident.Place(host: "vps"),
            severity: .critical, opened: HealthyMachine.now - .minutes(1), context: .empty, symptom: "s",
            diagnosis: "d",
            lesson: .empty, evidence: [])
        let facts = try HealthyMachine.facts { facts in
            Self.fail(
                ServiceUnits.collect, status: 77, saying: ["  cause: database-read-only"],
                settings: ["ReadOnlyPaths=/var/lib/bitcoin-analyzer"], in: &facts)
            facts.openIncidents = [recorded]
        }
        let explanation = Explainer().explain(Observation(facts, host: "vps"), records: .untilClosed)
        #expect(explanation.causes == [.configurationInvalid])
        #expect(explanation.consequences.contains { $0.finding.cause == .databaseReadOnly })
    }

    @Test("a process in a restricted unit names the restriction, and not the database that others reach")
    func own() throws {
        let facts = try HealthyMachine.facts { facts in
            facts.ownUnit = ServiceUnits.api
            facts.change(ServiceUnits.api) { unit in
                unit.dropIns = ["/etc/systemd/system/x.d/y.conf"]
                unit.changes = [
                    DropIn(
                        path: unit.dropIns[0], changed: nil, settings: ["BindReadOnlyPaths=/var/lib/bitcoin-analyzer"])
                ]
            }
            facts.changeContents { $0.writing = ArchiveFailure(.readOnly, "cannot be written", hint: "check") }
        }
        let explanation = Explainer().explain(Observation(facts, host: "vps"))
        #expect(explanation.causes == [.configurationInvalid])
        #expect(explanation.roots.first?.sign.remedy?.contains("chown") == false)
    }

    @Test(
        "a stopped server beside a drop-in that cannot be the reason is named itself",
        arguments: [
            ("LimitNOFILE=1024", Duration.minutes(-5)), ("MemoryMax=2G", .minutes(-5)),
            ("PrivateTmp=yes", .minutes(-5)),
            ("ProtectProc=invisible", .minutes(-5)), ("IPAddressDeny=any", .days(365)),
        ])
    func stopped(_ setting: String, _ before: Duration) throws {
        let facts = try HealthyMachine.facts { facts in
            facts.host = "vps"
            facts.ownUnit = ServiceUnits.api
            let changed = facts.now - before
            facts.change(ServiceUnits.api) { unit in
                unit.dropIns = ["/etc/systemd/system/\(ServiceUnits.api).d/y.conf"]
                unit.changes = [DropIn(path: unit.dropIns[0], changed: changed, settings: [setting])]
            }
            facts.database = .failed(ArchiveFailure(.unreachable, "connection refused", hint: "start it"))
        }
        let explanation = Explainer().explain(Observation(facts, host: "vps"))
        #expect(explanation.causes == [.databaseUnreachable])
        #expect(explanation.roots.first?.sign.remedy?.contains(".disabled") != true)
    }

    @Test("tables in another schema are a mismatch, and never a reason to migrate")
    func otherSchema() throws {
        let facts = try HealthyMachine.facts {
            $0.database = .failed(
                ArchiveFailure(.otherSchema, "tables in public", hint: "set it back", command: "psql -c 'ALTER ROLE'"))
        }
        let root = try #require(Explainer().explain(Observation(facts, host: "vps")).roots.first)
        #expect(root.cause == .databaseMismatch && root.sign.remedy?.contains("migrate") == false)
    }
}
