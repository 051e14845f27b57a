import Domain
import Health
import HealthSupport
import Support
import Testing

@testable import Incidents

@Suite("Doctor, when one thing of the schedule is changed, names exactly that") struct DoctorScheduleTests {
    typealias Machine = HealthyMachine

    private func failed(_ report: DoctorReport) -> [DoctorReport.Line] { report.lines.filter { $0.outcome == .failed } }

    @Test("no schedule at all")
    func noSchedule() throws {
        #expect(try Machine.causes { $0.change(ServiceUnits.timer) { $0.load = "not-found" } } == [.scheduleMissing])
    }

    @Test("a timer that is stopped")
    func stoppedTimer() throws {
        #expect(
            try Machine.causes { $0.change(ServiceUnits.timer) { ($0.active, $0.enabled) = ("inactive", "disabled") } }
                == [.scheduleStopped])
    }

    @Test("a schedule that is in place and starts nothing")
    func nothingStarted() throws {
        #expect(
            try Machine.causes { facts in
                try facts.changeContents { contents in
                    contents.runs = [Machine.run(990)]
                    contents.newestCandle = ArchivedCandle(
                        try .hour(990), source: "coinbase", run: RunID(rawValue: "run-990"),
                        seenAt: .hour(990) + .seconds(31))
                }
            } == [.scheduleStopped])
    }

    @Test("a crontab line that runs a shell script with Python")
    func cronThroughPython() throws {
        let line = CronFacts.Line(
            place: "crontab -l", text: "0 * * * * /usr/bin/python3 /opt/bitcoin/collect.sh >> /var/log/x.log 2>&1",
            files: [
                "/usr/bin/python3": ExecutableFacts(exists: true, isBinary: true),
                "/opt/bitcoin/collect.sh": ExecutableFacts(exists: true, interpreter: "/bin/bash"),
            ])
        let report = try Machine.report { facts in
            facts.change(ServiceUnits.timer) { $0.load = "not-found" }
            facts.cron = CronFacts(lines: [line], daemonRuns: true)
            facts.changeContents { $0.runs = [Machine.run(990, trigger: .cron)] }
        }
        let failed = failed(report)
        #expect(failed.map(\.cause) == [.scheduleCommandBroken])
        #expect(failed.first?.finding.evidence.first?.line == line.text)
    }

    @Test("a cron line without a cron daemon")
    func noDaemon() throws {
        #expect(
            try Machine.causes { facts in
                facts.change(ServiceUnits.timer) { $0.load = "not-found" }
                facts.cron = CronFacts(
                    lines: [
                        .init(
                            place: CronFacts.installedTable,
                            text: "3 * * * * bitcoin-analyzer /usr/local/bin/bitcoin-analyzer collect")
                    ], daemonRuns: false)
            } == [.scheduleStopped])
    }
}
