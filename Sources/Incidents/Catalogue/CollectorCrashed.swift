import Domain
import Health

extension CauseEntry {
    /// A collection pass ended before its end.
    static let collectorCrashed = CauseEntry(
        .collectorCrashed, .host, .recorded, noticedBy: .oldData,
        effect: Phrase(
            "One pass is missing: what is shown is older than it should be, until the next one.",
            fr: "Une collecte manque : ce qui est affiché est plus ancien que prévu, jusqu'à la suivante."),
        signs: CollectorSigns.crashed,
        followsFrom: [
            .collectorHung, .databaseUnreachable, .databaseAuth, .databaseReadOnly, .databaseCorrupt,
            .databaseNotMigrated, .diskFull, .configurationInvalid, .scheduleCommandBroken,
        ],
        checks: [.database],
        repair: Phrase(
            "The next pass records it as abandoned, takes its lease over and fills the hours it missed.",
            fr: "La collecte suivante la note comme abandonnée, reprend son bail et complète les heures manquées."),
        remedy: Phrase(
            "Read its last lines: journalctl -u bitcoin-analyzer-collect.service -n 50; sudo dmesg | grep -i oom",
            fr:
                "Lisez ses dernières lignes : journalctl -u bitcoin-analyzer-collect.service -n 50; sudo dmesg | grep -i oom"
        ),
        lesson: Phrase(
            "Look for who ended it: a lack of memory, a reboot, a hand.",
            fr: "Chercher qui l'a arrêtée : manque de mémoire, redémarrage, quelqu'un."))
}
