import ArgumentParser
import Domain
import Health
import Incidents
import OperatingSystem
import Outbound

struct DoctorCommand: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            "doctor",
            Phrase(
                "Checks the complete installation: settings, database, ports, services, schedule, sources, disk, "
                    + "clock.",
                fr: "Vérifie toute l’installation\u{A0}: réglages, base de données, ports, services, planification, "
                    + "sources, disque, horloge."),
            discussion: Phrase(
                "Takes at most ten seconds. Exits with 0 when the service is healthy, with 1 when something is "
                    + "wrong or could not be checked. Run it as root to see everything.",
                fr: "Dure dix secondes au plus. Code de sortie\u{A0}: 0 si tout va bien, 1 si quelque chose ne va pas "
                    + "ou n’a pas pu être vérifié. "
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
        let client = options.client()
        let started = ContinuousClock.now
        let probes = await HealthProbes.real(options, client: client, online: online)
        let facts = await HealthFacts.gather(probes, now: MarketClock.real.now())
        let report = DoctorReport(
            Observation(facts, host: ProcessIdentity.current().host), took: ContinuousClock.now - started)
        let table = DoctorTable(report, language: options.language, isTerminal: Terminal.isOutput)
        try Output(options: options).write(DoctorDocument(report, language: options.language)) { _ in table.lines }
        _ = await withDeadline(.milliseconds(200), late: .abandoned) { await client.shutdown() }
        // Exits at once: a database or file system that hangs may block its thread for ever.
        Terminal.end(report.isHealthy ? 0 : 1)
    }
}

/// The report as JSON. Summaries are in the requested language; all other values are independent of it.
private struct DoctorDocument: Encodable {
    struct Line: Encodable {
        let check: CheckName
        let subject: String?
        let outcome: DoctorReport.Outcome
        let summary: String
        let cause: Cause?
        /// Its root cause.
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
