import ArgumentParser
import Collection
import Domain
import FoundationEssentials

struct BackfillCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backfill",
        abstract: "Candles of the past, from the sources that keep them. Goes on where an interrupted one stopped.")

    @OptionGroup var options: CommonOptions

    @Option(name: .long, help: "First day or moment, such as 2026-01-31 or 2026-01-31T09:00:00Z.")
    var from: String

    @Option(name: .long, help: "Up to, and not including, this day or moment (default: now).")
    var to: String?

    @Option(name: .long, help: "1m, 5m, 15m, 1h, 4h, 1d or 1w.")
    var interval = Interval.oneHour.rawValue

    func validate() throws {
        for (name, text) in [("--from", from), ("--to", to ?? from)] where Timestamp(rfc3339: text) == nil {
            throw ValidationError(
                "\(name) is '\(text)', and must be a day or a moment, such as 2026-01-31 or 2026-01-31T09:00:00Z")
        }
        guard Interval(rawValue: interval) != nil else {
            throw ValidationError(
                "--interval is '\(interval)', and must be one of \(Interval.allCases.map(\.rawValue).joined(separator: ", "))"
            )
        }
    }

    func run() async throws {
        guard let start = Timestamp(rfc3339: from), let interval = Interval(rawValue: interval) else {
            throw ExitCode.validationFailure
        }
        let end = min(
            to.flatMap(Timestamp.init(rfc3339:)) ?? MarketClock.real.now(),
            interval.openTime(containing: MarketClock.real.now()))
        guard start < end else {
            throw CommandFailure(
                .usage, "there is no closed candle between \(start) and \(end)",
                hint: "--from must be earlier than --to and than now")
        }
        let wiring = try Wiring(options)
        let progress = Progress(language: options.language)
        let run = try await stoppingOnSignals {
            try await wiring.withDatabase(for: .writing) { open in
                try await open.collector().backfill(
                    TimeRange(start, until: end), of: interval, command: "backfill", trigger: .manual,
                    progress: { share, kept in progress.show(share, kept) }
                ).finished()
            }
        }
        progress.end()
        try Output(options: options).write(run) { run.lines($0) }
        try run.requireNoFailedPart()
    }
}
