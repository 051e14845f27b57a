import Domain
import Health

extension CauseEntry {
    /// A collection pass goes on for longer than one can take.
    static let collectorHung = CauseEntry(
        .collectorHung, .host, .recorded, noticedBy: .oldData,
        effect: Phrase(
            "No new prices and no new articles come in; what is shown grows old.",
            fr: "Ni cours ni articles nouveaux n'arrivent ; ce qui est affiché vieillit."),
        signs: CollectorSigns.hung,
        followsFrom: [.databaseLocked, .databaseUnreachable, .diskFull],
        checks: [.database],
        repair: Phrase(
            "Its own watchdog and systemd end it after COLLECT_TIMEOUT, and the next pass fills what it missed.",
            fr:
                "Son propre chien de garde et systemd l'arrêtent après COLLECT_TIMEOUT, et la suivante complète ce qui manque."
        ),
        remedy: Phrase(
            "Look at what it waits for, and end it: bitcoin-analyzer runs; sudo systemctl restart bitcoin-analyzer-collect.service",
            fr:
                "Regardez ce qu'elle attend, puis arrêtez-la : bitcoin-analyzer runs; sudo systemctl restart bitcoin-analyzer-collect.service"
        ),
        lesson: Phrase(
            "COLLECT_TIMEOUT ends a pass that hangs; what it waited for is worth a bug report.",
            fr: "COLLECT_TIMEOUT met fin à une collecte bloquée ; ce qu'elle attendait mérite un rapport de bogue."))
}
