import ArgumentParser
import Deployment
import Domain
import FoundationEssentials
import Health
import Incidents
import OperatingSystem
import Outbound
import Storage
import Timeline

struct WhyCommand: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            "why",
            Phrase(
                "Explains why data is stale or the service unhealthy: names the root cause with its evidence.",
                fr: "Explique pourquoi les données sont périmées ou le service en panne\u{A0}: nomme la cause et en "
                    + "donne les preuves."),
            discussion: Phrase(
                "Describe what you noticed, in English or French: why no new candle; why the API answers 500; why la "
                    + "page montre une erreur. Without a description, all checks are considered. With --at, a past "
                    + "moment is explained from the stored records and logs.\nExits with 0 when the service is "
                    + "healthy, with 1 when something is wrong or could not be checked.",
                fr: "Décrivez ce que vous avez constaté, en français ou en anglais\u{A0}: why la page montre une "
                    + "erreur\u{A0}; why no new candle. Sans description, tous les contrôles sont pris en compte. "
                    + "Avec --at, un moment passé est expliqué à partir des enregistrements et des journaux.\nCode de "
                    + "sortie\u{A0}: 0 si le service est en bonne santé, 1 si quelque chose ne va pas ou n’a pas pu "
                    + "être vérifié."))
    }

    @OptionGroup var options: CommonOptions

    @Argument(
        help: .localized(
            "What you noticed: prices, news, api, page, analysis, or a sentence about one of them.",
            fr: "Ce que vous avez constaté\u{A0}: prices, news, api, page, analysis, ou une phrase à ce sujet.",
            value: Phrase("symptom", fr: "symptôme")))
    var symptom: [String] = []

    @Option(
        name: .long,
        help: .localized(
            "A past moment: 2026-11-23T19:00:00Z, 09:30, 2h, yesterday.",
            fr: "Un moment passé\u{A0}: 2026-11-23T19:00:00Z, 09:30, 2h, yesterday.", value: Phrase(verbatim: "moment"))
    )
    var at: String?

    func validate() throws {
        if !symptom.isEmpty, Symptom(words: symptom.joined(separator: " ")) == nil {
            let text = symptom.joined(separator: " ")
            throw ValidationError(
                "unknown symptom '\(text)'; describe what you noticed about prices, news, the API, the page or the "
                    + "analysis",
                fr:
                    "symptôme inconnu\u{A0}: «\u{A0}\(text)\u{A0}»\u{A0}; décrivez ce que vous avez constaté sur les "
                    + "cours, l’actualité, l’API, la page ou l’analyse")
        }
        let now = MarketClock.real.now()
        guard let at else { return }
        guard let moment = MomentExpression.moment(at, zone: .here, now: now) else {
            throw ValidationError.notAMoment("--at", got: at)
        }
        guard moment <= now else {
            throw ValidationError.invalid(
                "--at", Phrase("a moment in the past", fr: "un moment passé"), got: at)
        }
    }

    func run() async throws {
        let now = MarketClock.real.now()
        let asked = Symptom(words: symptom.joined(separator: " "))
        let past = at.flatMap { MomentExpression.moment($0, zone: .here, now: now) }.flatMap {
            now - $0 > .seconds(1) ? $0 : nil
        }
        let client = options.client()
        let reading = ObservationReader(options: options, host: ProcessIdentity.current().host, client: client)
        let observation = if let past { try await reading.past(past) } else { await reading.present(now: now) }
        let explanation = Explainer().explain(observation, symptom: asked)
        // What was live at that moment, as far as it can be known: a register that cannot be read explains nothing.
        let release = (try? ReleaseStore().records())?.last { record in
            record.outcome == .live || record.outcome == .replaced && record.time <= explanation.moment
        }
        try Output(options: options).write(WhyDocument(explanation, options.language)) {
            WhyLines(explanation, $0, release: release).lines
        }
        _ = await withDeadline(.milliseconds(200), late: .abandoned) { await client.shutdown() }
        // Exits at once: a probe that hangs may block its thread for ever.
        Terminal.end(explanation.isHealthy ? 0 : 1)
    }
}

/// Gathers the observations that `why` explains.
private struct ObservationReader: Sendable {
    let options: CommonOptions
    let host: String
    let client: PoliteClient

    /// The period of logs that are read for evidence.
    private static let before: Duration = .hours(1)
    private static let lines = 300

    /// The present, within ten seconds, also when a probe hangs.
    func present(now: Timestamp) async -> Observation {
        let probes = await HealthProbes.real(options, client: client)
        return Observation(await HealthFacts.gather(probes, now: now), host: host)
    }

    /// A past moment: from runs, incidents and logs.
    /// - Throws: ``SettingsFailure``, ``ArchiveFailure``
    func past(_ moment: Timestamp) async throws -> Observation {
        let settings = try options.settings()
        let database = try await Database.open(settings.databaseURL, migrate: false)
        let runs = try await database.runs.runs(before: moment + .milliseconds(1), limit: 30)
        let incidents = try await database.incidents.incidents(before: moment + .hours(24), limit: 1000)
        let records = RecordReader(runs: database.runs, incidents: database.incidents)
        let hasJournal = JournalLines.isAvailable(searchPath: ProcessInfo.processInfo.environment["PATH"] ?? "")
        let reader = NewestEntries(
            records: records, files: { DefaultLogs.own(folder: settings.logsDirectory) },
            run: hasJournal ? SystemCommand.port : nil, readsWholeFiles: true, now: MarketClock.real.now)
        let query = TimelineQuery(level: "warning", before: .init(time: moment + .minutes(5), given: 0))
        let lines =
            await withDeadline(.seconds(20), late: .abandoned) {
                (try? await reader.newest(query, limit: Self.lines, since: moment - Self.before)) ?? []
            } ?? []
        return Observation(
            past: moment, host: host, runs: runs.map { $0.asOf(moment) },
            recorded: incidents.filter { $0.wasOpen(at: moment) },
            lines: lines.reversed(), runLimit: settings.collectTimeout)
    }
}

extension Run {
    /// The state at that moment: a run that ended later was in progress.
    fileprivate func asOf(_ moment: Timestamp) -> Run {
        guard let finished, finished > moment, outcome != .abandoned else { return self }
        var run = self
        run.finished = nil
        run.outcome = .running
        return run
    }
}

extension Incident {
    fileprivate func wasOpen(at moment: Timestamp) -> Bool {
        began <= moment && (resolved.map { $0 >= moment } ?? true)
    }
}
