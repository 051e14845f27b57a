import API
import Analysis
import ArgumentParser
import Domain
import Storage

struct AlertsCommand: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            "alerts",
            Phrase(
                "Lists, adds and removes price alerts.", fr: "Affiche, ajoute et supprime des alertes de cours."),
            discussion: Phrase(
                "An alert is checked after each collection, and sent to the addresses in NOTIFY and to registered browsers "
                    + "once each time the price reaches it; again only after the price has gone back by 0.5% (a move: by a quarter).",
                fr:
                    "Une alerte est vérifiée après chaque collecte. Quand le cours l’atteint, elle est envoyée une seule "
                    + "fois aux adresses de NOTIFY et aux navigateurs inscrits\u{A0}; elle se réarme quand le cours est revenu de 0,5\u{202F}% en "
                    + "arrière (une variation\u{A0}: d’un quart)."),
            subcommands: [AlertsList.self, AlertsAdd.self, AlertsRemove.self], defaultSubcommand: AlertsList.self)
    }
}

struct AlertsList: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            "list",
            Phrase(
                "Lists the price alerts, oldest first.",
                fr: "Affiche les alertes de cours, de la plus ancienne à la plus récente."))
    }

    @OptionGroup var options: CommonOptions

    func run() async throws {
        let wiring = try Wiring(options)
        let list = try await wiring.withDatabase(for: .reading) { open in
            AlertListResponse(try await open.database.alerts.alerts(), simulated: open.simulated)
        }
        try Output(options: options).write(list) { language in
            list.alerts.isEmpty
                ? [language.localized("no price alerts", fr: "aucune alerte de cours")]
                : list.alerts.flatMap { $0.lines(language) }
        }
        if !list.alerts.isEmpty, !wiring.settings.notifications.mayHaveReceivers {
            let warning = Phrase(
                "warning: NOTIFY is not set: the alerts are shown, but not sent",
                fr: "attention\u{A0}: NOTIFY n’est pas défini\u{A0}: les alertes sont affichées, mais pas envoyées")
            writeToStandardError(warning[options.language] + "\n")
        }
    }
}

struct AlertsAdd: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            "add",
            Phrase("Adds a price alert.", fr: "Ajoute une alerte de cours."),
            discussion: Phrase(
                "Examples: alerts add above 100000; alerts add below 80000 --note buy; alerts add moved --percent 5 "
                    + "--hours 24.",
                fr:
                    "Exemples\u{A0}: alerts add above 100000\u{A0}; alerts add below 80000 --note acheter\u{A0}; alerts "
                    + "add moved --percent 5 --hours 24."))
    }

    @OptionGroup var options: CommonOptions

    @Argument(
        help: .localized(
            "above or below a price, or moved by a percentage.",
            fr: "above (au-dessus) ou below (au-dessous) d’un cours, ou moved (variation en pourcentage).",
            value: Phrase("kind", fr: "type")))
    var kind: String

    @Argument(
        help: .localized(
            "The price of above and below.", fr: "Le cours, pour above et below.", value: Phrase("price", fr: "cours")))
    var price: Double?

    @Option(
        name: .long,
        help: .localized(
            "How far the price has to move, up or down: 0.1 to 1000.",
            fr: "L’ampleur de la variation, à la hausse ou à la baisse\u{A0}: de 0,1 à 1\u{202F}000.",
            value: Phrase("percent", fr: "pourcentage")))
    var percent: Double?

    @Option(
        name: .long,
        help: .localized(
            "Within how many hours: 1 to 168.", fr: "En combien d’heures\u{A0}: de 1 à 168.",
            value: Phrase("hours", fr: "heures")))
    var hours: Int?

    @Option(
        name: .long,
        help: .localized(
            "A text of at most 100 characters that is sent with it.",
            fr: "Un texte de 100 caractères au plus, envoyé avec l’alerte.", value: Phrase("text", fr: "texte")))
    var note = ""

    func validate() throws { _ = try parts() }

    /// - Throws: a `ValidationError`, which says what is valid.
    private func parts() throws -> (PriceAlert.Condition, note: String) {
        let needed: [(name: Phrase, given: Bool)] =
            switch PriceAlertKind(rawValue: kind) {
            case .above, .below: [(Phrase("<price>", fr: "<cours>"), price != nil)]
            case .moved:
                [
                    (Phrase(verbatim: "--percent"), percent != nil), (Phrase(verbatim: "--hours"), hours != nil),
                ]
            default: []
            }
        if let missing = needed.first(where: { !$0.given }) {
            throw ValidationError(
                "\(missing.name.english) is missing, which an alert of kind \(kind) needs",
                fr: "il manque \(missing.name.french), nécessaire à une alerte \(kind)")
        }
        do throws(InvalidPriceAlert) {
            return (
                try PriceAlert.Condition(PriceAlertKind(rawValue: kind), price: price, percent: percent, hours: hours),
                try PriceAlert.note(note)
            )
        } catch {
            throw ValidationError(error.reason.english, fr: error.reason.french)
        }
    }

    func run() async throws {
        let wiring = try Wiring(options)
        let (condition, note) = try parts()
        let alert = try await wiring.withDatabase(for: .writing) { open in
            let hours = try await AlertHours.stored(in: open.database.candles, open.database.sightings)
            let alert = PriceAlert.opening(condition, note: note, hours: hours, now: wiring.time.now())
            guard try await open.database.alerts.add(alert, limit: PriceAlert.limit) else {
                throw CommandFailure(
                    .badInput,
                    Phrase(
                        "there are \(PriceAlert.limit) price alerts already",
                        fr: "il y a déjà \(PriceAlert.limit) alertes de cours"),
                    hint: Phrase(
                        "remove one first: bitcoin-analyzer alerts remove ID",
                        fr: "supprimez-en une d’abord\u{A0}: bitcoin-analyzer alerts remove ID"))
            }
            return AlertResponse(alert)
        }
        try Output(options: options).write(alert) { alert.lines($0) }
    }
}

struct AlertsRemove: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration("remove", Phrase("Removes a price alert.", fr: "Supprime une alerte de cours."))
    }

    @OptionGroup var options: CommonOptions

    @Argument(
        help: .localized(
            "The alert’s id, as shown by alerts.", fr: "L’identifiant de l’alerte, affiché par alerts.",
            value: Phrase("id", fr: "identifiant")))
    var id: String

    func run() async throws {
        let wiring = try Wiring(options)
        let removed = try await wiring.withDatabase(for: .writing) { open in try await open.database.alerts.remove(id) }
        guard let removed else {
            throw CommandFailure(
                .badInput, Phrase("no price alert with id \(id)", fr: "aucune alerte de cours d’identifiant \(id)"),
                hint: Phrase(
                    "bitcoin-analyzer alerts lists the price alerts",
                    fr: "bitcoin-analyzer alerts en donne la liste"))
        }
        let response = AlertResponse(removed)
        try Output(options: options).write(response) { language in
            [language.localized("removed: ", fr: "supprimée\u{A0}: ") + (response.lines(language).first ?? "")]
        }
    }
}

extension AlertResponse {
    /// One line: id, condition, state; and one with the note and the last time.
    fileprivate func lines(_ language: Language) -> [String] {
        let state =
            state == .waiting
            ? language.localized("waiting until the price goes back", fr: "en attente d’un retour du cours")
            : language.localized("armed", fr: "active")
        let what = condition?.phrase(in: quote)[language] ?? kind.rawValue
        var lines = ["\(id)  \(what)  \(state)"]
        if let lastReached {
            lines.append(
                "    "
                    + language.localized(
                        "sent: \(sent), last for the price of \(lastReached)",
                        fr: "envois\u{A0}: \(sent), le dernier pour le cours du \(lastReached)"))
        }
        if !note.isEmpty { lines.append("    " + note) }
        return lines
    }
}
