import ArgumentParser
import Collection
import Domain
import FoundationEssentials
import Storage

struct BackfillCommand: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            "backfill",
            Phrase(
                "Downloads historical candles from the sources that keep them. An interrupted backfill resumes where "
                    + "it stopped.",
                fr: "Télécharge l’historique des chandeliers auprès des sources qui le conservent. Un téléchargement "
                    + "interrompu reprend où il s’était arrêté."))
    }

    @OptionGroup var options: CommonOptions

    @Option(name: .long, help: MomentOption.from)
    var from: String

    @Option(
        name: .long,
        help: .localized(
            "End, exclusive, as a day or a moment; the present if omitted.",
            fr: "Fin, non comprise, sous forme de jour ou de moment\u{A0}; le présent si omise.",
            value: Phrase("to", fr: "fin")))
    var to: String?

    @Option(
        name: .long,
        help: .localized(
            "Candle interval: 1m, 5m, 15m or 1h; coarser ones are made from hours.",
            fr: "Intervalle des chandeliers\u{A0}: 1m, 5m, 15m ou 1h\u{A0}; les plus longs sont faits d’heures.",
            value: Phrase("interval", fr: "intervalle")))
    var interval = Interval.oneHour.rawValue

    func validate() throws {
        try MomentOption.validate([("--from", from), ("--to", to)])
        guard Timestamp(rfc3339: from).map({ $0 >= .firstBlockDay }) ?? true else {
            throw ValidationError.invalid(
                "--from",
                Phrase(
                    "2009-01-03 or later, as Bitcoin has no earlier block",
                    fr: "le 2009-01-03 ou plus tard, jour du premier bloc de Bitcoin"), got: from)
        }
        let asked = Interval.allCases.filter { $0.seconds <= Interval.oneHour.seconds }
        guard asked.map(\.rawValue).contains(interval) else {
            throw ValidationError.invalid(
                "--interval",
                Phrase(
                    "1m, 5m, 15m or 1h, as 4h, 1d and 1w are made from hours",
                    fr: "1m, 5m, 15m ou 1h, car 4h, 1d et 1w sont faits d’heures"), got: interval)
        }
    }

    func run() async throws {
        guard let start = Timestamp(rfc3339: from), let interval = Interval(rawValue: interval) else {
            throw ExitCode.validationFailure
        }
        let range = try AskedRange.closed(
            from: start, to: to.flatMap(Timestamp.init(rfc3339:)), of: interval, now: MarketClock.real.now())
        let wiring = try Wiring(options)
        let progress = Progress(language: options.language)
        let report = try await stoppingOnSignals {
            try await wiring.withDatabase(for: .writing) { open in
                let (result, summary) = try await open.collector().backfill(
                    range, of: interval, command: Run.backfill, trigger: .manual,
                    progress: { progress.show($0) })
                return try await BackfillReport(
                    run: try result.finishedRun(), summary,
                    sources: open.wiring.settings.priceSources.map(\.venue.name), log: open.database.sources)
            }
        }
        progress.end()
        try Output(options: options).write(report) { report.lines($0) }
        try report.run.requireNoFailedPart(runLimit: wiring.settings.collectTimeout)
    }
}
