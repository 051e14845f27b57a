import ArgumentParser
import Domain
import FoundationEssentials
import Logging
import Timeline

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

struct TimelineCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "timeline", abstract: "Logs and records as one chain of events, in the order of their times.",
        discussion: """
            Without files: the last 24 hours of the records, our units' journal, our own logs, nginx's or Apache's, and syslog, where they are there and
            may be read. Of what kind a file is, is found out from its lines; gzip is read too. Lines without a time belong to the line above them.
            """)

    @OptionGroup var options: CommonOptions

    @Argument(help: "Log files to read instead of the usual ones; - is stdin.")
    var files: [String] = []

    @Option(help: "From this moment on: \(MomentExpression.examples).")
    var since: String?

    @Option(help: "Up to this moment, which is not included.")
    var until: String?

    @Option(help: "The story of one trace, by its id or by a run's: from its trigger to its effect.")
    var trace: String?

    @Option(help: "Only this unit, program or source: bitcoin-analyzer-api, CRON, access.log.")
    var unit: String?

    @Option(help: "At least this level; lines without one count as info.")
    var level: String?

    @Option(help: "Only entries that hold this text.")
    var grep: String?

    @Option(help: "Zone of times that name none: Europe/Paris, UTC, +02:00 (default: this host's).")
    var zone: String?

    @Option(help: "FILE=±SECONDS, added to that file's times because its host's clock was off; can be repeated.")
    var skew: [String] = []

    @Option(help: "Write one HTML document into this file.")
    var html: String?

    @Flag(help: "Read our units' journal beside the named files.")
    var journal = false

    @Flag(help: "Read the records beside the named files.")
    var records = false

    func validate() throws {
        if let level, Logger.Level(rawValue: level) == nil {
            throw ValidationError(
                "--level is '\(level)', and must be one of \(Logger.Level.allCases.map(\.rawValue).joined(separator: ", "))"
            )
        }
        if let trace, TimelineRequest.identity(trace) == nil {
            throw ValidationError(
                "--trace is '\(trace)', and must be a trace id (32 hexadecimal digits) or a run's id, as trace_id= and run= have them in the logs"
            )
        }
        if trace != nil, files.contains("-") {
            throw ValidationError("--trace reads everything twice, and - can be read once; save it into a file first")
        }
        _ = try TimelineRequest(self, now: MarketClock.real.now())
    }

    func run() async throws {
        let request = try TimelineRequest(self, now: MarketClock.real.now())
        try await TimelineSession(request: request, options: options).run()
    }
}
