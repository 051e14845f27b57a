import ArgumentParser
import Domain
import Health
import Incidents
import OperatingSystem
import Outbound

struct StatusCommand: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            "status",
            Phrase(
                "Shows freshness and health at a glance: last runs, sources, services, open incidents.",
                fr:
                    "Affiche d’un coup d’œil la fraîcheur des données et la santé du service\u{A0}: dernières "
                    + "collectes, sources, services, incidents ouverts."),
            discussion: Phrase(
                "Exits with 0 when the service is healthy, with 1 when something is wrong or could not be checked; "
                    + "bitcoin-analyzer why "
                    + "explains it.",
                fr: "Code de sortie\u{A0}: 0 si tout va bien, 1 si quelque chose ne va pas ou n’a pas pu être "
                    + "vérifié\u{A0}; bitcoin-analyzer "
                    + "why l’explique."))
    }

    @OptionGroup var options: CommonOptions

    func run() async throws {
        let service = await ServiceSettings.resolve(options)
        // Invalid settings are an error of this command; doctor reports them as one of its findings.
        if service.settings == nil { _ = try Settings(try options.resolvedSettings(warning: false)) }
        let client = options.client()
        let probes = HealthProbes.real(service, client: client, thorough: false)
        let facts = await HealthFacts.gather(probes, timeouts: .brief, now: MarketClock.real.now())
        let explanation = Explainer().explain(Observation(facts, host: ProcessIdentity.current().host))
        let status = StatusReport(facts, explanation, version: programVersion)
        try Output(options: options).write(status.inLanguage(options.language)) { StatusLines($0).lines(of: status) }
        _ = await withDeadline(.milliseconds(200), late: .abandoned) { await client.shutdown() }
        // Exits at once: a probe that hangs may block its thread for ever.
        Terminal.end(status.healthy ? 0 : 1)
    }
}

/// The status for a person.
struct StatusLines {
    let language: Language

    init(_ language: Language) { self.language = language }

    func lines(of status: StatusReport) -> [String] {
        let verdict =
            status.healthy
            ? "✓ " + language.localized("healthy", fr: "tout va bien")
            : "✗ " + language.localized("something is wrong", fr: "quelque chose ne va pas")
        var lines = [
            verdict + (status.simulated ? language.localized(" (simulated data)", fr: " (données simulées)") : "")
        ]
        lines += status.problems.map { problem in
            "  ✗ "
                + (problem.cause.map { $0.rawValue + language.localized(": ", fr: "\u{A0}: ") } ?? "")
                + problem.detail[language]
        }
        lines.append(freshness(language.localized("price", fr: "cours"), status.price, isKnown: status.isDataKnown))
        lines.append(freshness(language.localized("news", fr: "actualités"), status.news, isKnown: status.isDataKnown))
        lines += status.runs.prefix(3).map {
            "  \(language.localized("run", fr: "collecte"))  \($0.started)  \($0.command)  "
                + "\($0.trigger.phrase[language])  \($0.outcome.phrase[language])"
        }
        lines += status.sources.map {
            "  \($0.error == nil ? "✓" : "!") \($0.source)  "
                + ($0.error?.line[language] ?? "ok" + recovery($0.lastFailure)) + details($0)
        }
        lines += status.intervals.map {
            "  \($0.owed == 0 ? "✓" : "!") \($0.interval.rawValue)  "
                + language.localized(
                    "\($0.first) to \($0.last), \($0.owed) owed, \($0.absent) absent",
                    fr: "du \($0.first) au \($0.last), dus\u{A0}: \($0.owed), absents\u{A0}: \($0.absent)")
        }
        lines += (status.services ?? []).map { "  \($0.state == "active" ? "✓" : "·") \($0.unit)  \($0.state)" }
        lines += status.notifications.map { notifications in
            let sent = notifications.lastSent.map {
                language.localized("last sent ", fr: "dernier envoi le ") + "\($0)"
            }
            let failed = notifications.error.map {
                language.localized("failed at ", fr: "en échec le ") + "\(notifications.lastAttempt)"
                    + language.localized(": ", fr: "\u{A0}: ") + $0
            }
            return "  \(notifications.error == nil ? "✓" : "!") \(notifications.receiver)  "
                + [failed, sent].compactMap(\.self).joined(separator: "; ")
        }
        lines += status.incidents.map { "  ✗ incident \($0.id)  \($0.cause.rawValue)  \($0.opened)" }
        if !status.healthy {
            lines.append(
                language.localized("Details: bitcoin-analyzer why", fr: "Détails\u{A0}: bitcoin-analyzer why"))
        }
        return lines
    }

    /// Of a source that responds: when it last failed and when it recovered.
    private func recovery(_ failure: StatusReport.Source.Failure?) -> String {
        guard let failure, let recovered = failure.recovered else { return "" }
        return language.localized(
            "  (failed at \(failure.at): \(failure.kind.title.english); recovered at \(recovered))",
            fr: "  (en échec le \(failure.at)\u{A0}: \(failure.kind.title.french)\u{A0}; rétablie le \(recovered))")
    }

    /// The last answer, the share of the hours, the next attempt, the beginning and the outages of a source, where they
    /// are known.
    private func details(_ source: StatusReport.Source) -> String {
        var parts: [String] = []
        if let answer = source.lastAnswer {
            parts.append(language.localized("last answer ", fr: "dernière réponse ") + "\(answer)")
        }
        if let share = source.share {
            let percent = Int((share * 100).rounded())
            parts.append(
                language.localized(
                    "\(percent)% of the hours", fr: "\(percent)\u{A0}% des heures"))
        }
        // The English message may have it already.
        if let next = source.nextAttempt,
            source.error?.line[language].contains("\(next.notBefore)") != true
        {
            parts.append(
                language.localized("not asked before ", fr: "pas interrogée avant ") + "\(next.notBefore)"
                    + language.localized(": ", fr: "\u{A0}: ") + next.reason.phrase[language])
        }
        if let feed = source.feed { parts += feed.remarks.map { $0[language] } }
        if let begins = source.begins { parts.append(language.localized("begins ", fr: "commence le ") + "\(begins)") }
        parts += source.outages.map {
            language.localized("no ", fr: "pas de ") + "\($0.interval.rawValue) \($0.from) – \($0.to)"
        }
        return parts.isEmpty ? "" : "  [" + parts.joined(separator: "; ") + "]"
    }

    private func freshness(_ what: String, _ freshness: StatusReport.Freshness?, isKnown: Bool) -> String {
        guard isKnown else {
            return "  ! \(what)  "
                + language.localized("unknown: the database was not read", fr: "inconnu\u{A0}: la base n’a pas été lue")
        }
        guard let freshness else { return "  ✗ \(what)  \(language.localized("none yet", fr: "aucune donnée"))" }
        let minutes = freshness.ageSeconds / 60
        return "  \(freshness.fresh ? "✓" : "!") \(what)  \(freshness.asOf)  (\(minutes) min)"
    }
}
