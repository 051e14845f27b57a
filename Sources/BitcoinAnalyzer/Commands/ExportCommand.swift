import ArgumentParser
import Domain
import Storage

struct ExportCommand: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            "export",
            Phrase(
                "Writes the stored candles or articles to standard output, oldest first.",
                fr: "Écrit les chandeliers ou les articles conservés sur la sortie standard, du plus ancien au plus "
                    + "récent."),
            discussion: Phrase(
                "import reads what it wrote.",
                fr: "import relit ce qu’elle a écrit."))
    }

    enum Content: String, ExpressibleByArgument, CaseIterable { case candles, news }
    enum Format: String, CaseIterable { case csv, json }

    @OptionGroup var options: CommonOptions

    @Argument(
        help: .localized(
            "What to export: candles or news.",
            fr: "Ce qui est exporté\u{A0}: candles (chandeliers) ou news (articles).",
            value: Phrase("content", fr: "contenu")))
    var content: Content

    @Option(
        name: .long,
        help: .localized(
            "Candle interval: 1m, 5m, 15m, 1h, 4h, 1d or 1w.",
            fr: "Intervalle des chandeliers\u{A0}: 1m, 5m, 15m, 1h, 4h, 1d ou 1w.",
            value: Phrase("interval", fr: "intervalle")))
    var interval = Interval.oneHour.rawValue

    @Option(name: .long, help: MomentOption.from)
    var from: String?

    @Option(name: .long, help: MomentOption.to)
    var to: String?

    @Option(
        name: .long,
        help: .localized(
            "Format: csv or json; csv if omitted, json with --json.",
            fr: "Format\u{A0}: csv ou json\u{A0}; csv si omis, json avec --json.",
            value: Phrase("format", fr: "format")))
    var format: String?

    func validate() throws {
        if let format, Format(rawValue: format) == nil {
            throw ValidationError.notOneOf("--format", Format.allCases.map(\.rawValue), got: format)
        }
        guard Interval(rawValue: interval) != nil else {
            throw ValidationError.notOneOf("--interval", Interval.allCases.map(\.rawValue), got: interval)
        }
        try MomentOption.validate([("--from", from), ("--to", to)])
    }

    func run() async throws {
        let wiring = try Wiring(options)
        let range = TimeRange(
            from.flatMap(Timestamp.init(rfc3339:)) ?? .earliest, until: to.flatMap(Timestamp.init(rfc3339:)) ?? .latest)
        let format = format.flatMap(Format.init) ?? (options.json ? .json : .csv)
        let (content, interval) = (content, Interval(rawValue: interval) ?? .oneHour)
        do {
            try await stoppingOnSignals {
                try await wiring.withDatabase(for: .reading) { open in
                    let export = Export(
                        candles: open.database.candles, sightings: open.database.sightings, news: open.database.news,
                        format: format)
                    switch content {
                    case .candles: try await export.writeCandles(of: interval, in: range)
                    case .news: try await export.writeArticles(in: range)
                    }
                }
            }
        } catch is CancellationError {
            throw CommandFailure(
                .temporary,
                Phrase(
                    "stopped by a signal; what was written ends early",
                    fr: "arrêt demandé par un signal\u{A0}; ce qui a été écrit est incomplet"),
                hint: Phrase("run the command again", fr: "relancez la commande"))
        }
    }
}
