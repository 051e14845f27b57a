import ArgumentParser
import Collection
import Domain
import FoundationEssentials
import Storage

struct CollectCommand: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            "collect",
            Phrase(
                "Runs one collection pass: new closed candles, missing hours of the last days, new articles. Running "
                    + "it again is safe.",
                fr: "Effectue une collecte\u{A0}: nouveaux chandeliers clos, heures manquantes des derniers jours, "
                    + "nouveaux articles. La relancer est sans risque."),
            discussion: Phrase(
                "Exits with 0 when at least one source returned each of prices and news, with 75 when prices or news "
                    + "failed at every source.",
                fr:
                    "Code de sortie\u{A0}: 0 si au moins une source a répondu pour les cours et pour l’actualité, 75 "
                    + "si toutes ont échoué pour l’un des deux."))
    }

    enum Part: String, ExpressibleByArgument, CaseIterable { case prices, news }

    @OptionGroup var options: CommonOptions

    @Argument(
        help: .localized(
            "Collect only prices, or only news.",
            fr: "Collecte seulement les cours (prices), ou seulement l’actualité (news).",
            value: Phrase("part", fr: "partie")))
    var part: Part?

    @Option(
        name: .long,
        help: .localized(
            "What started the run, for the record: manual, cron or timer.",
            fr: "Ce qui a lancé la collecte, pour mémoire\u{A0}: manual, cron ou timer.",
            value: Phrase("trigger", fr: "déclencheur")))
    var trigger = Trigger.manual.rawValue

    @Flag(
        name: .long,
        help: .localized(
            "Also ask feeds that are not due: asked a short time ago, still fresh by what they said, or gone for good. "
                + "A delay that a server asked for (Retry-After) is respected all the same.",
            fr: "Interroge aussi les flux qui ne sont pas à relire\u{A0}: interrogés il y a peu, encore frais d’après "
                + "leur éditeur, ou supprimés. Un délai demandé par un serveur (Retry-After) est respecté malgré tout.")
    )
    var force = false

    @Option(
        name: .long,
        help: .localized(
            "Ask the sources again for the hours FROM..TO, and replace what they have corrected: "
                + "2026-01-30..2026-01-31.",
            fr: "Redemande aux sources les heures DÉBUT..FIN, et remplace ce qu’elles ont corrigé\u{A0}: "
                + "2026-01-30..2026-01-31.",
            value: Phrase("FROM..TO", fr: "DÉBUT..FIN")))
    var refetch: String?

    /// The range of `--refetch`; `nil` when it is not one.
    static func range(_ text: String) -> TimeRange? {
        let ends = text.split(separator: "..").map(String.init)
        guard ends.count == 2, let from = Timestamp(rfc3339: ends[0]), let to = Timestamp(rfc3339: ends[1]), from < to
        else { return nil }
        let hour = Interval.oneHour
        return TimeRange(
            hour.openTime(containing: from), until: hour.openTime(containing: to - .milliseconds(1)) + hour.duration)
    }

    func validate() throws {
        if let refetch, Self.range(refetch) == nil {
            throw ValidationError.invalid(
                "--refetch",
                Phrase(
                    "two days or moments, the earlier first, such as 2026-01-30..2026-01-31",
                    fr: "deux jours ou moments, le plus ancien d’abord, comme 2026-01-30..2026-01-31"), got: refetch)
        }
        guard refetch == nil || part != .news else {
            throw ValidationError(
                options.language.localized(
                    "--refetch is for prices: leave out 'news'",
                    fr: "--refetch concerne les cours\u{A0}: retirez «\u{A0}news\u{A0}»"))
        }
        guard !force || refetch == nil && part != .prices else {
            throw ValidationError(
                options.language.localized(
                    "--force is for news: leave out 'prices' and --refetch",
                    fr: "--force concerne l’actualité\u{A0}: retirez «\u{A0}prices\u{A0}» et --refetch"))
        }
        guard Trigger(known: trigger) != nil else {
            throw ValidationError.notOneOf("--trigger", ["manual", "cron", "timer"], got: trigger)
        }
    }

    func run() async throws {
        let wiring = try Wiring(options)
        let parts: Set<SourceReport.Part> =
            switch part {
            case .prices: [.prices]
            case .news: [.news]
            case nil: [.prices, .news]
            }
        let command = part.map { "collect \($0.rawValue)" } ?? "collect"
        let trigger = Trigger(rawValue: trigger)
        if let range = refetch.flatMap(Self.range) { return try await refetch(range, trigger, wiring) }
        let run = try await stoppingOnSignals(isMoreToDo: true) {
            try await wiring.withDatabase(for: .writing) { open in
                let result = try await open.passInTime(of: "collect", isAlone: true) {
                    try await open.collector().collect(
                        parts, command: command, trigger: trigger, forcing: force)
                }
                await open.writeAnalyses()
                await open.checkPriceAlerts()
                // The API checks by itself; while it is down, a scheduled pass does.
                if trigger != .manual {
                    await open.watchWhereNoServiceDoes()
                    await wiring.notificationDelivery(of: open.database.incidents, open.database).once()
                }
                return try result.finishedRun()
            }
        }
        try Output(options: options).write(run) { run.lines($0) }
        try run.requireNoFailedPart(runLimit: wiring.settings.collectTimeout)
    }
}

extension CollectCommand {
    private func refetch(_ range: TimeRange, _ trigger: Trigger, _ wiring: Wiring) async throws {
        _ = try AskedRange.closed(
            from: range.start, to: range.end, of: .oneHour, now: MarketClock.real.now(), ("--refetch", "--refetch"))
        let progress = Progress(language: options.language)
        let report = try await stoppingOnSignals {
            try await wiring.withDatabase(for: .writing) { open in
                let (result, summary) = try await open.collector().refetch(
                    range, of: .oneHour, command: Run.refetch, trigger: trigger,
                    progress: { progress.show($0) })
                return try await BackfillReport(
                    run: try result.finishedRun(), summary,
                    sources: open.wiring.settings.priceSources.map(\.venue.name), log: open.database.sources,
                    isRefetch: true)
            }
        }
        progress.end()
        try Output(options: options).write(report) { report.lines($0) }
        try report.run.requireNoFailedPart(runLimit: wiring.settings.collectTimeout)
    }
}

extension PassResult {
    /// - Throws: ``CommandFailure`` (75) when another process is still collecting.
    func finishedRun() throws -> Run {
        switch self {
        case .done(let run): return run
        case .busy(let holder):
            throw CommandFailure(
                .temporary,
                Phrase(
                    "another process is collecting: run \(holder.run) on \(holder.host), process \(holder.process)",
                    fr:
                        "un autre processus collecte déjà\u{A0}: collecte \(holder.run) sur \(holder.host), processus "
                        + "\(holder.process)"
                ),
                hint: Phrase(
                    "wait for its result (bitcoin-analyzer runs), and run this again if it does not finish",
                    fr: "attendez son résultat (bitcoin-analyzer runs), et relancez la commande s’il ne vient pas"))
        }
    }
}
