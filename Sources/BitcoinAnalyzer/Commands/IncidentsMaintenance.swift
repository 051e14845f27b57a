import ArgumentParser
import Domain
import FoundationEssentials
import Incidents
import OperatingSystem
import Timeline

struct IncidentsMaintenance: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            "maintenance",
            Phrase(
                "Opens a maintenance window, during which no incident opens; without options, shows the current one.",
                fr:
                    "Ouvre une fenêtre de maintenance, pendant laquelle aucun incident ne s’ouvre\u{A0}; sans "
                    + "option, affiche celle en cours."),
            discussion: Phrase(
                "The window closes by itself. Problems that persist then open an incident; incidents resolved "
                    + "meanwhile are closed as usual.",
                fr: "La fenêtre se ferme d’elle-même. Un problème qui persiste ouvre alors un incident\u{A0}; les "
                    + "incidents résolus entre-temps sont clos normalement."))
    }

    @OptionGroup var options: CommonOptions

    @Option(
        name: .customLong("for"),
        help: .localized(
            "Duration, at most one week: 30m, 2h.",
            fr: "Durée, une semaine au plus\u{A0}: 30m, 2h.", value: Phrase("duration", fr: "durée")))
    var duration: String?

    @Option(
        name: .long,
        help: .localized(
            "The reason, shown with the window.",
            fr: "Le motif, affiché avec la fenêtre.", value: Phrase("reason", fr: "motif")))
    var reason = ""

    @Flag(
        name: .long,
        help: .localized(
            "End the window now.",
            fr: "Ferme la fenêtre maintenant."))
    var end = false

    func validate() throws {
        if end, duration != nil {
            throw ValidationError(
                "--end and --for cannot be combined", fr: "--end et --for ne peuvent pas être combinées")
        }
        if !reason.isEmpty, duration == nil {
            throw ValidationError("--reason requires --for", fr: "--reason ne s’emploie qu’avec --for")
        }
        if let duration, MomentExpression.duration(duration).map({ $0 <= .zero || $0 > .days(7) }) ?? true {
            throw ValidationError.invalid(
                "--for",
                Phrase(
                    "a duration such as 30m or 2h, at most one week",
                    fr: "une durée comme 30m ou 2h, d’une semaine au plus"), got: duration)
        }
    }

    func run() async throws {
        let settings = try options.settings()
        try settings.adoptRights(language: options.language)
        let file = MaintenanceFile(inFolder: settings.stateDirectory)
        let now = MarketClock.real.now()
        if end { file.close() }
        if let length = duration.flatMap(MomentExpression.duration) {
            let user =
                ProcessInfo.processInfo.environment["SUDO_USER"] ?? ProcessInfo.processInfo.environment["USER"]
                ?? UserRights.nameOfCurrentUser
            do {
                try file.open(MaintenanceWindow(from: now, until: now + length, reason: reason, by: user))
            } catch {
                throw CommandFailure(
                    writing: Phrase("cannot open the window", fr: "impossible d’ouvrir la fenêtre"), error,
                    hint: (error as? FileError)?.isPermission ?? true
                        ? Phrase(
                            "run the command as root or as the service’s user: sudo bitcoin-analyzer incidents "
                                + "maintenance …",
                            fr: "lancez la commande en root ou sous l’utilisateur du service\u{A0}: sudo "
                                + "bitcoin-analyzer incidents maintenance …")
                        : Phrase(
                            "check the folder and its disk: df -h \(settings.stateDirectory.shellQuoted)",
                            fr: "vérifiez le dossier et son disque\u{A0}: df -h \(settings.stateDirectory.shellQuoted)")
                )
            }
        }
        let window = file.current(now: now)
        try Output(options: options).write(Result(maintenance: window)) { language in
            guard let window else {
                return [
                    language.localized(
                        "no maintenance window is open", fr: "aucune fenêtre de maintenance n’est ouverte")
                ]
            }
            let reason =
                window.reason.isEmpty ? Phrase.empty : Phrase(": \(window.reason)", fr: "\u{A0}: \(window.reason)")
            return [
                language.localized(
                    "maintenance until \(window.until), by \(window.by)\(reason.english)",
                    fr: "maintenance jusqu’à \(window.until), par \(window.by)\(reason.french)")
            ]
        }
    }

    struct Result: Encodable {
        let maintenance: MaintenanceWindow?
    }
}
