import ArgumentParser
import Domain
import Incidents
import OperatingSystem
import Outbound

struct IncidentsNotifyTest: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "notify-test",
        abstract: "Sends a test to everybody whom incidents are announced to (NOTIFY), and says whether it arrived.",
        discussion: "Ends with 0 when all were told, with 75 when some were not, with 69 when nobody was.")

    @OptionGroup var options: CommonOptions

    struct Result: Encodable {
        let target: String
        let arrived: Bool
        let error: String?
    }

    func run() async throws {
        let wiring = try Wiring(options)
        let targets = wiring.settings.notifications.targets
        guard !targets.isEmpty else {
            await wiring.client.shutdown()
            throw CommandFailure(
                .configuration, "NOTIFY is not set: nobody is told of incidents",
                hint: "NOTIFY=ntfy://ntfy.sh/a-topic-that-nobody-guesses")
        }
        let delivery = wiring.notificationDelivery(of: nil)
        let notice = Notice.test(host: ProcessIdentity.current().host, at: MarketClock.real.now())
        var results: [Result] = []
        for target in targets {
            do {
                try await delivery.send(notice, to: target)
                results.append(Result(target: target.name, arrived: true, error: nil))
            } catch {
                results.append(Result(target: target.name, arrived: false, error: "\(error)"))
            }
        }
        await wiring.client.shutdown()
        try Output(options: options).write(results) { language in
            results.map { result in
                result.error.map { "✗ \(result.target): \($0)" } ?? "✓ \(result.target): "
                    + language.localized("told", fr: "prévenu")
            }
        }
        let failed = results.count { !$0.arrived }
        if failed > 0 {
            throw ExitCode(
                failed == results.count
                    ? CommandFailure.Code.unavailable.rawValue : CommandFailure.Code.temporary.rawValue)
        }
    }
}
