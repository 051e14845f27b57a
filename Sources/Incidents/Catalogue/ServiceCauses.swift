import Domain
import Health

extension CauseEntry {
    /// Another process holds a port that one of our services needs.
    static let portInUse = CauseEntry(
        .portInUse, .unit, .recorded, noticedBy: [.api, .page],
        effect: Phrase(
            "The API or the page is not this installation's, or cannot be opened.",
            fr: "L'API ou la page n'est pas celle de cette installation, ou ne s'ouvre pas."),
        signs: { $0.seen(.portInUse, .unit) },
        checks: [.ports],
        remedy: Phrase(
            "Find the holder and end it properly: bitcoin-analyzer doctor names it",
            fr: "Trouvez qui le tient et arrêtez-le proprement : bitcoin-analyzer doctor le nomme"),
        lesson: Phrase(
            "Start the service through systemd only: a copy that was started by hand outlives its terminal.",
            fr: "Ne démarrer le service que par systemd : une copie lancée à la main survit à son terminal."))

    /// A service does not run, or does not answer.
    static let serviceDown = CauseEntry(
        .serviceDown, .unit, .observed, noticedBy: [.api, .page],
        effect: Phrase(
            "The API gives no answer, or the page cannot be opened.",
            fr: "L'API ne répond pas, ou la page ne s'ouvre pas."),
        signs: { $0.seen(.serviceDown, .unit) },
        followsFrom: [
            .serviceCrashLoop, .portInUse, .databaseUnreachable, .databaseAuth, .databaseNotMigrated, .databaseReadOnly,
            .databaseCorrupt, .diskFull, .configurationInvalid,
        ],
        checks: [.services],
        repair: Phrase(
            "systemd starts a service again that ended by itself.",
            fr: "systemd relance un service qui s'est arrêté seul."),
        remedy: Phrase(
            "Start it: sudo systemctl start bitcoin-analyzer-api.service bitcoin-analyzer-web.service",
            fr: "Démarrez-le : sudo systemctl start bitcoin-analyzer-api.service bitcoin-analyzer-web.service"),
        lesson: Phrase(
            "A service that ended by itself is started again by systemd; one that was stopped by hand stays so: use a maintenance window.",
            fr:
                "Un service qui s'est arrêté seul est relancé par systemd ; arrêté à la main il le reste : utiliser une fenêtre de maintenance."
        ))

    /// A service dies again and again.
    static let serviceCrashLoop = CauseEntry(
        .serviceCrashLoop, .unit, .observed, noticedBy: [.api, .page],
        effect: Phrase(
            "The API or the page comes and goes.",
            fr: "L'API ou la page va et vient."),
        signs: { $0.seen(.serviceCrashLoop, .unit) },
        followsFrom: [
            .portInUse, .databaseUnreachable, .databaseAuth, .databaseNotMigrated, .databaseReadOnly, .databaseCorrupt,
            .diskFull, .configurationInvalid,
        ],
        checks: [.services],
        remedy: Phrase(
            "Read its last lines: journalctl -u bitcoin-analyzer-api.service -n 50",
            fr: "Lisez ses dernières lignes : journalctl -u bitcoin-analyzer-api.service -n 50"),
        lesson: Phrase(
            "What a service says before it dies is in its journal; a bug is worth a report with these lines.",
            fr:
                "Ce qu'un service dit avant de mourir est dans son journal ; un bogue mérite un rapport avec ces lignes."
        ))

    /// The dashboard gets no answer from the API.
    static let apiUnreachable = CauseEntry(
        .apiUnreachable, .unit, .observed, noticedBy: [.page],
        effect: Phrase(
            "The page shows the last data it had, with their age, or that the service is not available.",
            fr: "La page montre les dernières données qu'elle avait, avec leur âge, ou que le service est indisponible."
        ),
        signs: { $0.seen(.apiUnreachable, .unit) },
        followsFrom: [
            .serviceDown, .serviceCrashLoop, .portInUse, .databaseUnreachable, .databaseAuth, .databaseNotMigrated,
            .databaseReadOnly, .databaseCorrupt, .diskFull, .configurationInvalid,
        ],
        checks: [.services, .ports],
        repair: Phrase(
            "The dashboard asks again by itself, and shows what it had until then.",
            fr: "Le tableau de bord réessaie de lui-même, et montre ce qu'il avait entre-temps."),
        remedy: Phrase(
            "Check API_BASE_URL of the dashboard and the API's port: bitcoin-analyzer settings; curl -i API_BASE_URL/livez",
            fr:
                "Vérifiez API_BASE_URL du tableau de bord et le port de l'API : bitcoin-analyzer settings; curl -i API_BASE_URL/livez"
        ),
        lesson: Phrase(
            "Change API_PORT and API_BASE_URL together.",
            fr: "Modifier API_PORT et API_BASE_URL ensemble."))

    /// A setting cannot be used.
    static let configurationInvalid = CauseEntry(
        .configurationInvalid, .unit, .recorded, noticedBy: .everything,
        effect: Phrase(
            "What needs the setting does not start.",
            fr: "Ce qui a besoin du réglage ne démarre pas."),
        signs: { $0.seen(.configurationInvalid, .unit) + $0.sources.signs(of: .configurationInvalid) },
        checks: [.settings, .unitSettings],
        remedy: Phrase(
            "Put the setting right that is named: bitcoin-analyzer settings",
            fr: "Corrigez le réglage nommé : bitcoin-analyzer settings"),
        lesson: Phrase(
            "Run bitcoin-analyzer settings after every change, before a restart.",
            fr: "Lancer bitcoin-analyzer settings après chaque modification, avant un redémarrage."))
}
