import API
import ArgumentParser
import Domain
import FoundationEssentials
import Health
import Incidents
import OperatingSystem
import Storage

struct StatusCommand: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            "status",
            Phrase(
                "Shows freshness and health at a glance: last runs, sources, services, open incidents.",
                fr:
                    "Affiche d’un coup d’œil la fraîcheur des données et la santé du service\u{A0}: dernières collectes, "
                    + "sources, services, incidents ouverts."),
            discussion: Phrase(
                "Exits with 0 when the service is healthy, with 1 when something is wrong; bitcoin-analyzer doctor "
                    + "gives details.",
                fr: "Code de sortie\u{A0}: 0 si tout va bien, 1 si quelque chose ne va pas\u{202F}; bitcoin-analyzer "
                    + "doctor donne les détails."))
    }

    @OptionGroup var options: CommonOptions

    func run() async throws {
        let settings = try options.settings()
        async let units = Self.units()
        let records = await Self.records(settings)
        let status = StatusReport(records, units: await units, rules: settings.statusRules, now: MarketClock.real.now())
        try Output(options: options).write(status) { StatusLines($0).lines(of: status) }
        Terminal.end(status.healthy ? 0 : 1)
    }

    private static func records(_ settings: Settings) async -> Result<StatusRecords, ArchiveFailure> {
        do {
            let database = try await Database.open(settings.databaseURL, migrate: false)
            // The process ends with the command: waiting for connections to close politely is time that nobody has.
            let simulated = try await database.isSimulated()
            return .success(try await database.statusRecords(settings, simulated: simulated))
        } catch let failure as ArchiveFailure {
            return .failure(failure)
        } catch {
            return .failure(ArchiveFailure(.statement, "\(error)", hint: "this is a bug: please report it"))
        }
    }

    /// A cheap fact or none: systemd is given no more time than a person notices.
    static func units() async -> [String: UnitState]? {
        await bounded(.milliseconds(300)) { await SystemdUnits.ask(SystemCommand.port, limit: .milliseconds(250)) }?
            .value
    }
}

extension Settings {
    var statusRules: StatusRules {
        StatusRules(version: programVersion, every: collectEvery, freshFor: freshFor, own: databaseIdentity)
    }
}

extension Database {
    func statusRecords(_ settings: Settings, simulated: Bool) async throws -> StatusRecords {
        try await StatusRecords.read(
            candles: candles, news: news, runs: runs, marker: try? settings.runMarker.read(),
            own: settings.databaseIdentity, simulated: simulated,
            incidents: { try await incidents.incidents(matching: IncidentQuery(state: .open), limit: 100) })
    }
}

extension OpenDatabase {
    /// What `GET /v1/status` tells.
    func status() -> StatusRoute {
        StatusRoute {
            async let units = StatusCommand.units()
            let records: Result<StatusRecords, ArchiveFailure>
            do {
                records = .success(try await database.statusRecords(wiring.settings, simulated: simulated))
            } catch let failure as ArchiveFailure {
                records = .failure(failure)
            }
            let reading = StatusReport(
                records, units: await units, rules: wiring.settings.statusRules, now: wiring.time.now())
            return Array(try JSONEncoder().encode(reading))
        }
    }
}

/// The status for a person.
struct StatusLines {
    let language: Language

    init(_ language: Language) { self.language = language }

    func lines(of status: StatusReport) -> [String] {
        let verdict =
            status.healthy
            ? "✓ " + language.localized("fresh and well", fr: "à jour, tout va bien")
            : "✗ " + language.localized("something is wrong", fr: "quelque chose ne va pas")
        var lines = [
            verdict + (status.simulated ? language.localized(" (simulated data)", fr: " (données simulées)") : "")
        ]
        lines += status.problems.map { "  ✗ \($0.cause.rawValue): \($0.detail[language])" }
        lines.append(freshness(language.localized("price", fr: "cours"), status.price))
        lines.append(freshness(language.localized("news", fr: "actualités"), status.news))
        lines += status.runs.prefix(3).map {
            "  \(language.localized("run", fr: "collecte"))  \($0.started)  \($0.command)  \($0.trigger.rawValue)  \($0.outcome.rawValue)"
        }
        lines += status.sources.map {
            "  \($0.error == nil ? "✓" : "!") \($0.source)  \($0.error.map { "\($0.kind.rawValue): \($0.message)" } ?? "ok")"
        }
        lines += (status.services ?? []).map { "  \($0.state == "active" ? "✓" : "·") \($0.unit)  \($0.state)" }
        lines += status.incidents.map { "  ✗ incident \($0.id)  \($0.cause.rawValue)  \($0.opened)" }
        if !status.healthy {
            lines.append(
                language.localized(
                    "look closer with: bitcoin-analyzer doctor", fr: "pour en savoir plus : bitcoin-analyzer doctor"))
        }
        return lines
    }

    private func freshness(_ what: String, _ freshness: StatusReport.Freshness?) -> String {
        guard let freshness else { return "  ✗ \(what)  \(language.localized("none yet", fr: "rien encore"))" }
        let minutes = freshness.ageSeconds / 60
        return "  \(freshness.fresh ? "✓" : "!") \(what)  \(freshness.asOf)  (\(minutes) min)"
    }
}
