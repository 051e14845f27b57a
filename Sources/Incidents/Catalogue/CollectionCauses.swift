import Domain
import Health

extension CauseEntry {
    /// Nothing starts collections on this machine.
    static let scheduleMissing = CauseEntry(
        .scheduleMissing, .host, .observed, noticedBy: .oldData,
        effect: Phrase(
            "No new prices and no new articles come in; what is shown grows old.",
            fr: "Ni cours ni articles nouveaux n'arrivent ; ce qui est affiché vieillit."),
        signs: { $0.seen(.scheduleMissing, .host) },
        followsFrom: [.databaseMismatch, .configurationInvalid],
        checks: [.schedule],
        remedy: Phrase(
            "Install the schedule: sudo bitcoin-analyzer install",
            fr: "Installez la planification : sudo bitcoin-analyzer install"),
        lesson: Phrase(
            "Let install write the schedule; doctor after every change of the machine tells at once when it is gone.",
            fr:
                "Laisser install écrire la planification ; doctor après chaque changement de la machine dit aussitôt si elle manque."
        ))

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

    /// The schedule starts something that is not this program, or cannot be started.
    static let scheduleCommandBroken = CauseEntry(
        .scheduleCommandBroken, .host, .observed, noticedBy: .oldData,
        effect: Phrase(
            "No new prices and no new articles come in; what is shown grows old.",
            fr: "Ni cours ni articles nouveaux n'arrivent ; ce qui est affiché vieillit."),
        signs: { $0.seen(.scheduleCommandBroken, .host) },
        checks: [.schedule],
        remedy: Phrase(
            "Write the schedule anew: sudo bitcoin-analyzer install --scheduler cron, or timer",
            fr: "Réécrivez la planification : sudo bitcoin-analyzer install --scheduler cron, ou timer"),
        lesson: Phrase(
            "Let install write crontab lines: a line written by hand is read by nobody until it has failed for hours.",
            fr:
                "Laisser install écrire les lignes cron : une ligne écrite à la main n'est lue par personne avant d'avoir échoué des heures."
        ))

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
