import ArgumentParser
import Domain
import Incidents
import Notifications
import OperatingSystem
import Outbound

struct IncidentsNotifyTest: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            "notify-test",
            Phrase(
                "Sends a test notification to every address in NOTIFY, and reports whether it was delivered.",
                fr: "Envoie une notification d’essai à chaque adresse de NOTIFY, et indique si elle est arrivée."),
            discussion: Phrase(
                "Exits with 0 when all were delivered, with 75 when some failed, with 69 when all failed.",
                fr: "Code de sortie\u{A0}: 0 si toutes sont arrivées, 75 si certaines ont échoué, 69 si toutes ont "
                    + "échoué."))
    }

    @OptionGroup var options: CommonOptions

    struct Result: Encodable {
        let target: String
        let arrived: Bool
        let error: String?
        /// The error with what to do, for people.
        let failure: DeliveryFailed?

        private enum CodingKeys: String, CodingKey { case target, arrived, error }
    }

    func run() async throws {
        let wiring = try Wiring(options)
        let targets = wiring.settings.notifications.targets
        guard !targets.isEmpty else {
            await wiring.client.shutdown()
            throw CommandFailure(
                .configuration,
                Phrase(
                    "NOTIFY is not set: no notifications are sent",
                    fr: "NOTIFY n’est pas défini\u{A0}: aucune notification n’est envoyée"),
                hint: Phrase(
                    "set it, for example: NOTIFY=ntfy://ntfy.sh/a-topic-that-is-hard-to-guess",
                    fr: "définissez-le, par exemple\u{A0}: NOTIFY=ntfy://ntfy.sh/un-sujet-difficile-à-deviner"))
        }
        let sending = wiring.notificationSending
        let notice = Notice.test(host: ProcessIdentity.current().host, at: MarketClock.real.now())
        var results: [Result] = []
        for target in targets {
            do {
                try await sending.send(notice, to: target)
                results.append(Result(target: target.name, arrived: true, error: nil, failure: nil))
            } catch {
                let failure = error as? DeliveryFailed ?? DeliveryFailed("\(error)")
                results.append(
                    Result(target: target.name, arrived: false, error: failure.description, failure: failure))
            }
        }
        await wiring.client.shutdown()
        try Output(options: options).write(results) { language in
            results.flatMap { result -> [String] in
                guard let failure = result.failure else {
                    return [
                        language.localized("✓ \(result.target): delivered", fr: "✓ \(result.target)\u{A0}: envoyée")
                    ]
                }
                let separator = language.localized(": ", fr: "\u{A0}: ")
                let line = "✗ \(result.target)\(separator)\(failure.message[language])"
                guard !failure.hint.isEmpty else { return [line] }
                let next = language.localized("what to do", fr: "que faire")
                return [line, "  \(next)\(separator)\(failure.hint[language])"]
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
