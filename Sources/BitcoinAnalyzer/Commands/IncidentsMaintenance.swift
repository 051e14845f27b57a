import ArgumentParser
import Domain
import FoundationEssentials
import Incidents
import Timeline

struct IncidentsMaintenance: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "maintenance",
        abstract: "Says that somebody works on the installation: until then no incident opens.",
        discussion:
            "The window ends by itself. What is still wrong then opens its incident; what is over during it is closed as ever."
    )

    @OptionGroup var options: CommonOptions

    @Option(name: .customLong("for"), help: "How long: 30m, 2h; one week at most.")
    var duration: String?

    @Option(name: .long, help: "What for.")
    var reason = ""

    @Flag(name: .long, help: "Ends the window now.")
    var end = false

    func validate() throws {
        if end, duration != nil { throw ValidationError("--end and --for cannot be given together") }
        if let duration, MomentExpression.duration(duration).map({ $0 <= .zero || $0 > .days(7) }) ?? true {
            throw ValidationError("--for is '\(duration)', and must be a time such as 30m or 2h, one week at most")
        }
    }

    func run() async throws {
        let settings = try options.settings()
        let file = MaintenanceFile(inFolder: settings.stateDirectory)
        let now = MarketClock.real.now()
        if end { file.close() }
        if let length = duration.flatMap(MomentExpression.duration) {
            let user =
                ProcessInfo.processInfo.environment["SUDO_USER"] ?? ProcessInfo.processInfo.environment["USER"]
                ?? "somebody"
            do {
                try file.open(MaintenanceWindow(from: now, until: now + length, reason: reason, by: user))
            } catch {
                throw CommandFailure(
                    .io, "\(file.path) cannot be written: \(error)",
                    hint: "run it as root or as the service's user: sudo bitcoin-analyzer incidents maintenance …")
            }
        }
        let window = file.current(now: now)
        try Output(options: options).write(Result(maintenance: window)) { language in
            guard let window else {
                return [
                    language.localized(
                        "no maintenance window is open", fr: "aucune fenêtre de maintenance n'est ouverte")
                ]
            }
            let why = window.reason.isEmpty ? "" : ": \(window.reason)"
            return [
                language.localized(
                    "maintenance until \(window.until), by \(window.by)\(why)",
                    fr: "maintenance jusqu'à \(window.until), par \(window.by)\(why)")
            ]
        }
    }

    struct Result: Encodable {
        let maintenance: MaintenanceWindow?
    }
}
