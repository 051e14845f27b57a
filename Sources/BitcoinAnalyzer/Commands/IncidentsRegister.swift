import ArgumentParser
import Domain
import Incidents
import Timeline

struct IncidentsRegister: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "register",
        abstract:
            "How many incidents there were, how long they took to be noticed, explained and over, and which come back.")

    @OptionGroup var options: CommonOptions

    @Option(name: .long, help: "Only what was noticed then or later: \(MomentExpression.examples).")
    var since: String?

    func validate() throws {
        if let since, moment(since) == nil {
            throw ValidationError("--since is '\(since)', and must be a moment: \(MomentExpression.examples)")
        }
    }

    func run() async throws {
        let query = IncidentQuery(since: since.flatMap(moment), withEvidence: false)
        let register = IncidentRegister(try await Wiring(options).everyIncident(matching: query))
        try Output(options: options).write(register) { RegisterSummary(register, in: $0).lines }
    }

    private func moment(_ text: String) -> Timestamp? {
        MomentExpression.moment(text, zone: .here, now: MarketClock.real.now())
    }
}
