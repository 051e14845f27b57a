import ArgumentParser
import Domain
import Health
import OperatingSystem
import Outbound

struct DoctorCommand: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            "doctor",
            Phrase(
                "Checks the complete installation: settings, database, ports, services, schedule, sources, AI, disk, "
                    + "clock.",
                fr: "Vérifie toute l’installation\u{A0}: réglages, base de données, ports, services, planification, "
                    + "sources, IA, disque, horloge."),
            discussion: Phrase(
                "Takes at most ten seconds. Exits with 0 when the service is healthy, with 1 when something is "
                    + "wrong. Run it as root to see everything.",
                fr: "Dure dix secondes au plus. Code de sortie\u{A0}: 0 si tout va bien, 1 si quelque chose ne va pas. "
                    + "Lancez-la en root pour tout voir."))
    }

    @OptionGroup var options: CommonOptions

    @Flag(
        name: .long,
        help: .localized(
            "Query every source over the network now, instead of using the records of the last runs.",
            fr: "Interroge chaque source maintenant, par le réseau, au lieu de se fier aux dernières collectes."))
    var online = false

    func run() async throws {
        let client = PoliteClient(userAgent: "bitcoin-analyzer/\(programVersion)")
        let report = await DoctorReport.make(
            .real(options, client: client, online: online), host: ProcessIdentity.current().host,
            now: MarketClock.real.now())
        let table = DoctorTable(report, language: options.language, isTerminal: Terminal.isOutput)
        try Output(options: options).write(DoctorDocument(report, language: options.language)) { _ in table.lines }
        _ = await bounded(.milliseconds(200)) { await client.shutdown() }
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
