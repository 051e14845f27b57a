import Analysis
import ArgumentParser
import Domain
import Storage

struct EvaluateCommand: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            "evaluate",
            Phrase(
                "Walks forward over the stored hours and measures what the forecast and the trend were worth.",
                fr:
                    "Parcourt les heures enregistrées dans l’ordre et mesure ce que valaient la prévision et la tendance."
            ))
    }

    enum Part: String, ExpressibleByArgument, CaseIterable { case forecast, trend }

    @OptionGroup var options: CommonOptions

    @Argument(
        help: .localized(
            "What to evaluate: forecast or trend; both if omitted.",
            fr: "Ce qui est évalué\u{A0}: forecast (prévision) ou trend (tendance)\u{A0}; les deux si omis.",
            value: Phrase("part", fr: "partie")))
    var part: Part?

    @Option(name: .long, help: MomentOption.from)
    var from: String?

    @Option(name: .long, help: MomentOption.to)
    var to: String?

    func validate() throws { try MomentOption.validate([("--from", from), ("--to", to)]) }

    func run() async throws {
        let wiring = try Wiring(options)
        if let from = from.flatMap(Timestamp.init(rfc3339:)) {
            _ = try AskedRange.closed(
                from: from, to: to.flatMap(Timestamp.init(rfc3339:)), of: .oneHour, now: MarketClock.real.now())
        }
        let range = TimeRange(
            from.flatMap(Timestamp.init(rfc3339:)) ?? .earliest, until: to.flatMap(Timestamp.init(rfc3339:)) ?? .latest)
        let hours = try await wiring.withDatabase(for: .reading) { open in
            try await StoredHours.closed(
                open.database.candles, sightings: open.database.sightings, before: range.end)
        }
        let forecast = part == .trend ? nil : ForecastEvaluation(of: hours, in: range)
        let trend = part == .forecast ? nil : TrendEvaluation(of: hours, in: range)
        guard forecast != nil || trend != nil else {
            // No service is missing: the data is not enough.
            let stored = Phrase(count: hours.count, ("hour", "hours"), fr: ("heure", "heures"))
            throw CommandFailure(
                .badInput,
                Phrase(
                    "too few hours are stored to evaluate this range (\(stored.english))",
                    fr: "trop peu d’heures sont enregistrées pour évaluer cette période (\(stored.french))"),
                hint: Phrase(
                    "60 days of hours are needed before the range, and a day after its beginning; widen it, or run "
                        + "bitcoin-analyzer backfill --from DATE",
                    fr:
                        "il faut 60\u{A0}jours d’heures avant la période, et un jour après son début\u{A0}; élargissez-la, ou "
                        + "lancez bitcoin-analyzer backfill --from DATE"))
        }
        let report = EvaluationReport(forecast, trend, part: part)
        try Output(options: options).write(report) { report.lines($0) }
    }
}

/// All closed hours of a database.
enum StoredHours {
    /// Hours read at once.
    private static let batch = 10_000

    /// Oldest first, without those whose price the sources do not agree on.
    static func closed(_ candles: any CandleArchive, sightings: any SightingLog, before end: Timestamp) async throws
        -> [ClosedCandle]
    {
        guard let extent = try await candles.extent(of: .oneHour) else { return [] }
        var (batches, until) = ([[ArchivedCandle]](), min(end, extent.last + .hours(1)))
        while until > extent.first {
            let range = TimeRange(extent.first, until: until)
            let found = try await candles.candles(of: .oneHour, in: range, limit: batch)
            guard let oldest = found.last else { break }
            batches.append(found.reversed())
            until = oldest.candle.openTime
        }
        let doubtful = try await sightings.doubtful(
            of: .oneHour, in: TimeRange(extent.first, until: extent.last + .hours(1)))
        let disputed = Set(doubtful.map(\.openTime))
        return batches.reversed().joined().compactMap(ClosedCandle.init).filter { !disputed.contains($0.openTime) }
    }
}
