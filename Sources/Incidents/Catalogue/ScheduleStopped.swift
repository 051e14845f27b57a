import Domain
import Health

extension CauseEntry {
    /// The schedule is there, and does not start anything.
    static let scheduleStopped = CauseEntry(
        .scheduleStopped, .host, .observed, noticedBy: .oldData,
        effect: Phrase(
            "No new prices and no new articles come in; what is shown grows old.",
            fr: "Ni cours ni articles nouveaux n'arrivent ; ce qui est affiché vieillit."),
        signs: { $0.seen(.scheduleStopped, .host) },
        followsFrom: [
            .clockSkew, .databaseMismatch, .databaseUnreachable, .databaseAuth, .databaseReadOnly, .databaseLocked,
            .databaseCorrupt, .databaseNotMigrated, .diskFull, .collectorHung, .configurationInvalid,
            .scheduleCommandBroken,
        ],
        checks: [.schedule],
        remedy: Phrase(
            "Start it: sudo systemctl enable --now bitcoin-analyzer-collect.timer, or cron",
            fr: "Démarrez-la : sudo systemctl enable --now bitcoin-analyzer-collect.timer, ou cron"),
        lesson: Phrase(
            "Stop a timer with a maintenance window that ends by itself, not by hand.",
            fr: "Arrêter une minuterie par une fenêtre de maintenance qui se termine seule, pas à la main."))
}
