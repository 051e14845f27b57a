import Domain
import Foundation
import Health
import HealthSupport
import OperatingSystem
import Synchronization
import Testing

@testable import Incidents

@Suite("Why a unit failed") struct UnitDiagnosisTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let unit: String
        let shown: [String]
        let lines: [String]
        let cause: Cause?
        var testDescription: String { "\(unit) \(shown.joined(separator: " ")) \(lines.last ?? "")" }

        init(_ unit: String, _ shown: String..., saying lines: [String] = [], is cause: Cause?) {
            self.unit = "bitcoin-analyzer-\(unit).service"
            self.shown = shown
            self.lines = lines
            self.cause = cause
        }
    }

    static let cases = [
        Case("api", "Result=success", is: nil),
        Case("api", "Result=exit-code", "ExecMainCode=1", "ExecMainStatus=78", is: .configurationInvalid),
        Case(
            "api", "Result=exit-code", "ExecMainCode=1", "ExecMainStatus=78",
            saying: ["error: api cannot listen on 127.0.0.1:8001: the port is in use by process 12 (old copy)"],
            is: .portInUse),
        Case(
            "api", "Result=exit-code", "ExecMainCode=1", "ExecMainStatus=69",
            saying: [
                "error: cannot reach postgres://db:5432/prices", "  what to do: check", "  cause: database-unreachable",
            ], is: .databaseUnreachable),
        Case(
            "collect", "Result=exit-code", "ExecMainCode=1", "ExecMainStatus=77", saying: ["  cause: database-auth"],
            is: .databaseAuth),
        Case(
            "collect", "Result=exit-code", "ExecMainCode=1", "ExecMainStatus=74", saying: ["  cause: disk-full"],
            is: .diskFull),
        Case("web", "Result=exit-code", "ExecMainCode=1", "ExecMainStatus=69", is: .apiUnreachable),
        Case("collect", "Result=exit-code", "ExecMainCode=1", "ExecMainStatus=75", is: .sourceDown),
        Case("collect", "Result=exit-code", "ExecMainCode=1", "ExecMainStatus=203", is: .scheduleCommandBroken),
        Case("api", "Result=exit-code", "ExecMainCode=1", "ExecMainStatus=217", is: .configurationInvalid),
        Case("collect", "Result=watchdog", "ExecMainCode=2", "ExecMainStatus=6", is: .collectorHung),
        Case("api", "Result=watchdog", "ExecMainCode=2", "ExecMainStatus=6", is: .serviceDown),
        Case("collect", "Result=timeout", "ExecMainCode=2", "ExecMainStatus=15", is: .collectorHung),
        Case("api", "Result=start-limit-hit", is: .serviceCrashLoop),
        // That it was restarted often follows from the port; so does that systemd gave up.
        Case("api", "Result=start-limit-hit", "NRestarts=5", saying: ["  cause: port-in-use"], is: .portInUse),
        Case("api", "Result=signal", "ExecMainCode=2", "ExecMainStatus=9", is: .serviceDown),
        Case("api", "Result=signal", "ExecMainCode=2", "ExecMainStatus=9", "NRestarts=7", is: .serviceCrashLoop),
        // What it said before it was killed is not why it was killed.
        Case(
            "api", "Result=signal", "ExecMainCode=2", "ExecMainStatus=9", saying: ["  cause: port-in-use"],
            is: .serviceDown),
        Case("collect", "Result=core-dump", "ExecMainCode=3", "ExecMainStatus=11", is: .collectorCrashed),
        Case("collect", "Result=oom-kill", "ExecMainCode=2", "ExecMainStatus=9", is: .outOfMemory),
        Case(
            "api", "Result=signal", "ExecMainCode=2", "ExecMainStatus=5", "LimitAS=67108864", is: .outOfMemory),
        Case(
            "api", "Result=exit-code", "ExecMainCode=1", "ExecMainStatus=127",
            saying: ["error while loading shared libraries: libc.so.6: failed to map segment from shared object"],
            is: .outOfMemory),
        Case("api", "Result=exit-code", "ExecMainCode=1", "ExecMainStatus=203", is: .configurationInvalid),
        Case("api", is: .serviceDown),
    ]

    @Test("a unit that reports its exit and the check of services agree on what a restart loop is", arguments: 0..<8)
    func restartLoop(_ restarts: Int) throws {
        let exit = try ended(
            ServiceUnits.web, "Result=signal", "ExecMainCode=2", "ExecMainStatus=9", "NRestarts=\(restarts)")
        let facts = try HealthyMachine.facts { facts in
            let started = facts.now - .minutes(1)
            facts.change(ServiceUnits.web) { ($0.restarts, $0.activeSince) = (restarts, started) }
        }
        let isLoop = Diagnosis.of(facts).contains { $0.problem == .serviceRestarting }
        #expect((UnitDiagnosis(exit, lines: [])?.cause == .serviceCrashLoop) == isLoop)
    }

    @Test("each way to end has its cause, and what it said itself comes before how it ended", arguments: cases)
    func causes(_ one: Case) throws {
        let state = one.shown.isEmpty ? UnitExit(unknown: one.unit) : try ended(one.unit, one.shown)
        #expect(UnitDiagnosis(state, lines: one.lines)?.cause == one.cause)
    }

    private func ended(_ unit: String, _ shown: [String]) throws -> UnitExit {
        UnitExit(try #require(UnitState.parse((["Id=\(unit)"] + shown).joined(separator: "\n"))[unit]))
    }

    private func ended(_ unit: String, _ shown: String...) throws -> UnitExit { try ended(unit, shown) }

    @Test("the reason quotes the error of the program")
    func reason() throws {
        let state = try ended(ServiceUnits.api, "Result=exit-code", "ExecMainCode=1", "ExecMainStatus=78")
        let diagnosis = try #require(
            UnitDiagnosis(state, lines: ["starting", "error: no such port", "  what to do: x", "  cause: port-in-use"]))
        #expect(diagnosis.reason.english.contains("error: no such port") && diagnosis.severity == .critical)
    }
}

@Suite("Recording why a unit failed") struct UnitRecorderTests {
    private let unit = "bitcoin-analyzer-api.service"

    private func recorder(show: CommandResult?, journal: CommandResult?) -> UnitRecorder {
        let run: RunCommand = { words, _ throws(CommandError) in
            guard let result = words[0] == "systemctl" ? show : journal else { throw .notFound(words[0]) }
            return result
        }
        return UnitRecorder(run: run, program: "bitcoin-analyzer 1", host: "host-1")
    }

    private let now = Timestamp(seconds: 1_800_000_000)

    @Test("context, symptom, diagnosis and evidence are recorded, the journal's lines with their times")
    func whole() async throws {
        let show =
            "Id=\(unit)\nActiveState=failed\nResult=exit-code\nExecMainCode=1\nExecMainStatus=78\nNRestarts=2\n"
            + "ActiveEnterTimestamp=@1799990000\n"
        let journal = """
            {"__REALTIME_TIMESTAMP":"1799999999000000","MESSAGE":"error: the port is taken"}
            not json
            {"__REALTIME_TIMESTAMP":"1799999999500000","MESSAGE":[32,32,99,97,117,115,101,58,32,112,111,114,116,45,105,110,45,117,115,101]}
            """
        let incident = try #require(
            await recorder(
                show: CommandResult(status: 0, output: show), journal: CommandResult(status: 0, output: journal)
            ).incident(of: unit, now: now))
        #expect(
            incident.cause == .portInUse && incident.place == Incident.Place(host: "host-1", unit: unit)
                && incident.opened == now && incident.state == .open)
        #expect(
            incident.context.english.contains("bitcoin-analyzer 1 on host-1")
                && incident.context.english.contains(", last started on 2027-01-15 05:13 UTC, 2 restarts"))
        #expect(
            incident.symptom.english.contains("exited with status 78")
                && incident.symptom.english.contains("The API does not respond"))
        #expect(
            incident.diagnosis.english.hasPrefix("Port already in use: ")
                && incident.diagnosis.english.contains("the port is taken"))
        #expect(incident.evidence.map(\.line).suffix(2) == ["error: the port is taken", "  cause: port-in-use"])
        #expect(
            incident.evidence[0].line.contains("ExecMainStatus=78")
                && incident.evidence[1].time == Timestamp(seconds: 1_799_999_999))
    }

    @Test("systemd and the journal are asked once for each thing, so that an incident is recorded in the time of one")
    func once() async throws {
        let asked = Mutex<[String]>([])
        let run: RunCommand = { words, _ throws(CommandError) in
            asked.withLock { $0.append(words.joined(separator: " ")) }
            guard words[0] == "systemctl" else { return CommandResult(status: 0) }
            return CommandResult(
                status: 0,
                output: "Id=bitcoin-analyzer-api.service\nActiveState=activating\nSubState=auto-restart\n"
                    + "Result=signal\nExecMainCode=2\nExecMainStatus=9\nNRestarts=9\n")
        }
        let recorder = UnitRecorder(run: run, program: "bitcoin-analyzer 1", host: "host-1")
        #expect(await recorder.incident(of: unit, now: now)?.cause == .serviceDown)
        let restarts = asked.withLock { $0.filter { $0.contains("MESSAGE_ID=5eb03494b6584870a536b337290809b3") } }
        #expect(restarts.count == 1)
    }

    @Test("a drop-in that cannot be the reason of what the program says leaves its cause")
    func declaredCause() async throws {
        for (line, setting, cause) in [
            ("database-auth", "LimitNOFILE=100", Cause.databaseAuth), ("port-in-use", "PrivateTmp=yes", .portInUse),
            ("database-read-only", "ReadOnlyPaths=/var/lib", .configurationInvalid),
            ("database-read-only", "ReadOnlyPaths=", .databaseReadOnly),
        ] {
            let folder =
                FileManager.default.temporaryDirectory.path
                + "/recorder-\(UInt64.random(in: 0...UInt64.max))/\(unit).d"
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            defer { try? FileManager.default.removeItem(atPath: folder) }
            try Data("[Service]\n\(setting)\n".utf8).write(to: URL(filePath: folder + "/x.conf"))
            let ended = Timestamp(seconds: 4_000_000_000)
            let show =
                "Id=\(unit)\nActiveState=activating\nSubState=auto-restart\nResult=exit-code\nExecMainCode=1\n"
                + "ExecMainStatus=77\nActiveEnterTimestamp=@1\nExecMainExitTimestamp=@\(ended.milliseconds / 1000)\n"
                + "DropInPaths=\(folder)/x.conf\n"
            let journal = """
                {"__REALTIME_TIMESTAMP":"4000000000000000","MESSAGE":"error: x"}
                {"__REALTIME_TIMESTAMP":"4000000000000000","MESSAGE":"  cause: \(line)"}
                """
            let incident = await recorder(
                show: CommandResult(status: 0, output: show), journal: CommandResult(status: 0, output: journal)
            ).incident(of: unit, now: ended)
            #expect(incident?.cause == cause, "\(line) \(setting)")
        }
    }

    @Test("of a unit that did not fail nothing is recorded")
    func well() async {
        let recorder = recorder(show: CommandResult(status: 0, output: "Id=\(unit)\nResult=success\n"), journal: nil)
        #expect(await recorder.incident(of: unit, now: now) == nil)
    }

    @Test("where there is no systemd, that is the evidence")
    func noSystemd() async throws {
        let incident = try #require(await recorder(show: nil, journal: nil).incident(of: unit, now: now))
        #expect(
            incident.evidence.map(\.line) == [
                "systemd does not report it", "journalctl is not installed, or not in PATH",
            ])
    }

    @Test(
        "only names of units are passed on to commands",
        arguments: [("a-b@c.service", true), ("--all", false), ("a b", false), ("a;b", false), ("", false)])
    func names(_ name: String, _ isOne: Bool) {
        #expect(UnitRecorder.isUnitName(name) == isOne)
    }
}
