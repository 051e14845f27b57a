import ArgumentParser
import Collection
import Domain
import FoundationEssentials
import Storage

struct CollectCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "collect",
        abstract:
            "One collection pass: new closed candles, missing hours of the last days, new articles. Running it twice changes nothing.",
        discussion: "Ends with 0 when every part was served by any source, with 75 when some part got nothing.")

    enum Part: String, ExpressibleByArgument, CaseIterable { case prices, news }

    @OptionGroup var options: CommonOptions

    @Argument(help: "Only prices, or only news.")
    var part: Part?

    @Option(name: .long, help: "What started it, for the record: manual, cron or timer.")
    var trigger = Trigger.manual.rawValue

    func validate() throws {
        guard Trigger(known: trigger) != nil else {
            throw ValidationError("--trigger is '\(trigger)', and must be manual, cron or timer")
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
        let run = try await stoppingOnSignals {
            try await wiring.withDatabase(for: .writing) { open in
                let result = try await open.passInTime(of: "collect", isAlone: true) {
                    try await open.collector().collect(parts, command: command, trigger: trigger)
                }
                // The API looks by itself; when it is the one that is dead, nobody else does.
                if trigger != .manual {
                    await open.watchWhereNoServiceDoes()
                    await wiring.notificationDelivery(of: open.database.incidents).once()
                }
                return try result.finished()
            }
        }
        try Output(options: options).write(run) { run.lines($0) }
        try run.requireNoFailedPart()
    }
}

extension PassResult {
    /// - Throws: ``CommandFailure`` (75) when another process was collecting for longer than we waited.
    func finished() throws -> Run {
        switch self {
        case .done(let run): return run
        case .busy(let holder):
            throw CommandFailure(
                .temporary, "run \(holder.run) on \(holder.host) (process \(holder.process)) is still collecting",
                hint: "its result will do; look at bitcoin-analyzer runs, and run this again if it does not end")
        }
    }
}
