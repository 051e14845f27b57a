import Domain
import Health
import HealthSupport
import OperatingSystem
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
        let exit = UnitExit(
            ServiceUnits.web, shown: "Result=signal\nExecMainCode=2\nExecMainStatus=9\nNRestarts=\(restarts)")
        let facts = try HealthyMachine.facts { facts in
            let started = facts.now - .minutes(1)
            facts.change(ServiceUnits.web) { ($0.restarts, $0.activeSince) = (restarts, started) }
        }
        let isLoop = Diagnosis.of(facts).contains { $0.problem == .serviceRestarting }
        #expect((UnitDiagnosis(exit, lines: [])?.cause == .serviceCrashLoop) == isLoop)
    }

    @Test("each way to end has its cause, and what it said itself comes before how it ended", arguments: cases)
    func causes(_ one: Case) {
        let state = UnitExit(one.unit, shown: one.shown.joined(separator: "\n"))
        #expect(UnitDiagnosis(state, lines: one.lines)?.cause == one.cause)
    }

    @Test("the reason quotes the error of the program")
    func reason() throws {
        let state = UnitExit(
            "bitcoin-analyzer-api.service", shown: "Result=exit-code\nExecMainCode=1\nExecMainStatus=78")
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
            "Result=exit-code\nExecMainCode=1\nExecMainStatus=78\nNRestarts=2\nActiveEnterTimestamp=Mon 2026-11-23 "
            + "19:00:00 UTC\n"
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
                && incident.context.english.contains(", 2 restarts"))
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

    @Test("of a unit that did not fail nothing is recorded")
    func well() async {
        let recorder = recorder(show: CommandResult(status: 0, output: "Result=success\n"), journal: nil)
        #expect(await recorder.incident(of: unit, now: now) == nil)
    }

    @Test("where there is no systemd, that is the evidence")
    func noSystemd() async throws {
        let incident = try #require(await recorder(show: nil, journal: nil).incident(of: unit, now: now))
        #expect(
            incident.evidence.map(\.line) == [
                "systemctl is not installed, or not in PATH", "journalctl is not installed, or not in PATH",
            ])
    }

    @Test(
        "only names of units are passed on to commands",
        arguments: [("a-b@c.service", true), ("--all", false), ("a b", false), ("a;b", false), ("", false)])
    func names(_ name: String, _ isOne: Bool) {
        #expect(UnitRecorder.isUnitName(name) == isOne)
    }
}
