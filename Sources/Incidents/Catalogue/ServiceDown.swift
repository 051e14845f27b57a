import Domain
import Health

extension CauseEntry {
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
}
