import ArgumentParser
import Domain
import Health
import OperatingSystem
import Outbound

struct DoctorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract:
            "Checks the whole installation: settings, database, ports, services, schedule, sources, AI, disk, clock.",
        discussion:
            "Ends within ten seconds whatever hangs: with 0 when all is well, with 1 when something is wrong. Run it as root to see everything."
    )

    @OptionGroup var options: CommonOptions

    @Flag(name: .long, help: "Ask every source now, over the network, instead of going by what the last runs recorded.")
    var online = false

    func run() async throws {
        let client = PoliteClient(userAgent: "bitcoin-analyzer/\(programVersion)")
        let report = await DoctorReport.make(
            .real(options, client: client, online: online), host: ProcessIdentity.current().host,
            now: MarketClock.real.now())
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
        let outcome: Finding.Outcome
        let summary: String
        let cause: Cause?
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
        findings = report.findings.map {
            Line(
                check: $0.check, subject: $0.subject, outcome: $0.outcome, summary: $0.summary[language],
                cause: $0.cause, evidence: $0.evidence, remedy: $0.remedy)
        }
    }
}
