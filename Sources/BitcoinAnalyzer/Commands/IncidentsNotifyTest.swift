import ArgumentParser
import Domain
import Incidents
import Notifications
import OperatingSystem
import Outbound
import Storage

struct IncidentsNotifyTest: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            "notify-test",
            Phrase(
                "Sends a test notification to every address in NOTIFY and to every registered browser, and reports "
                    + "whether it was delivered.",
                fr: "Envoie une notification d’essai à chaque adresse de NOTIFY et à chaque navigateur inscrit, et "
                    + "indique si elle est arrivée."),
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
        let settings = wiring.settings.notifications
        guard settings.mayHaveReceivers else {
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
        let results: [Result]
        if settings.pushSender == nil {
            results = await Self.results(settings.targets, by: wiring.notificationSending(nil))
            await wiring.client.shutdown()
        } else {
            // Which browsers there are is in the database; one that is gone is removed from it.
            results = try await wiring.withDatabase(for: .serving) { open in
                let browsers = open.database.pushSubscriptions
                let registered = try await browsers.subscriptions().map { NotificationTarget($0) }
                return await Self.results(settings.targets + registered, by: wiring.notificationSending(browsers))
            }
        }
        if results.isEmpty {
            let note = Phrase(
                "no browser is registered; register one on the page /alerts",
                fr: "aucun navigateur inscrit\u{A0}; inscrivez-en un sur la page /alerts")
            writeToStandardError(note[options.language] + "\n")
        }
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

    private static func results(_ targets: [NotificationTarget], by sending: NotificationSending) async -> [Result] {
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
        return results
    }
}
