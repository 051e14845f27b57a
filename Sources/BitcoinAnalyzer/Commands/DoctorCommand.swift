import ArgumentParser
import Domain
import Health
import Incidents
import OperatingSystem
import Outbound

struct DoctorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract:
            "Checks the whole installation: settings, database, ports, services, schedule, sources, disk, clock.",
        discussion:
            "Takes ten seconds at most. Exits with 0 when healthy, with 1 when something is wrong. Run it as root to check everything."
    )

    @OptionGroup var options: CommonOptions

    @Flag(name: .long, help: "Ask every source now, over the network, instead of using the results of the last runs.")
    var online = false

    func run() async throws {
        let client = PoliteClient(userAgent: "bitcoin-analyzer/\(programVersion)")
        let started = ContinuousClock.now
        let facts = await HealthFacts.gather(
            .real(options, client: client, online: online), now: MarketClock.real.now())
        let report = DoctorReport(
            Observation(facts, host: ProcessIdentity.current().host), took: ContinuousClock.now - started)
        let table = DoctorTable(report, language: options.language, isTerminal: Terminal.isOutput)
        try Output(options: options).write(DoctorDocument(report, language: options.language)) { _ in table.lines }
        _ = await withDeadline(.milliseconds(200), late: .abandoned) { await client.shutdown() }
        // At once: a database or a file system that hangs may hold its thread for ever.
        Terminal.end(report.isHealthy ? 0 : 1)
    }
}

/// The report as JSON. Summaries are in the language asked for; everything else is the same in all of them.
private struct DoctorDocument: Encodable {
    struct Line: Encodable {
        let check: CheckName
        let subject: String?
        let outcome: DoctorReport.Outcome
        let summary: String
        let cause: Cause?
        /// The root cause that it follows from.
        let follows_from: Cause?
        let evidence: [Evidence]
        let remedy: String?
    }

    let healthy: Bool
    let host: String
    let time: Timestamp
    let seconds: Double
    let causes: [Cause]
    let findings: [Line]

    init(_ report: DoctorReport, language: Language) {
        healthy = report.isHealthy
        host = report.host
        time = report.began
        seconds = Double(report.took.wholeMilliseconds) / 1000
        causes = report.causes
        findings = report.lines.map { line in
            let finding = line.finding
            return Line(
                check: finding.check, subject: finding.subject, outcome: line.outcome,
                summary: finding.summary[language], cause: line.cause, follows_from: line.followsFrom,
                evidence: finding.evidence, remedy: finding.remedy)
        }
    }
}
