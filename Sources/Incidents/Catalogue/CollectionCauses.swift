import Domain
import Health

extension CauseEntry {
    /// Neither a timer nor a cron line starts the collection.
    static let scheduleMissing = CauseEntry(
        .scheduleMissing, .host, .observed, noticedBy: .oldData,
        effect: .noNewData,
        signs: { $0.signs(.host) { $0 == .scheduleMissing } },
        followsFrom: [.databaseMismatch, .configurationInvalid],
        checks: [.schedule],
        remedy: Phrase("Install the schedule.", fr: "Installez la planification."),
        command: "sudo bitcoin-analyzer install",
        lesson: Phrase(
            "Let bitcoin-analyzer install write the schedule, and run bitcoin-analyzer doctor after each change of the "
                + "host.",
            fr:
                "Laisser bitcoin-analyzer install écrire la planification, et lancer bitcoin-analyzer doctor après "
                + "chaque modification de la machine."
        ))

    /// The timer or cron is stopped or disabled.
    static let scheduleStopped = CauseEntry(
        .scheduleStopped, .host, .observed, noticedBy: .oldData,
        effect: .noNewData,
        signs: { observation in
            observation.signs(.host) { $0 == .scheduleStopped || $0 == .scheduleOverdue }.map { sign in
                // What is stopped, somebody stopped; only that runs are late may follow from what fails.
                guard sign.findings.contains(where: { $0.problem == .scheduleStopped }) else { return sign }
                var sign = sign
                sign.followsFrom = [.unitMasked]
                return sign
            }
        },
        followsFrom: [
            .clockSkew, .databaseMismatch, .databaseUnreachable, .databaseAuth, .databaseReadOnly, .databaseLocked,
            .databaseCorrupt, .databaseSchemaDamaged, .databaseReplaced, .databaseConnectionsExhausted,
            .databaseNotMigrated, .diskFull, .collectorHung, .configurationInvalid,
            .scheduleCommandBroken, .unitMasked, .outOfMemory, .cronRefused,
            .descriptorsExhausted,
        ],
        checks: [.schedule],
        remedy: Phrase(
            "Start the timer; with cron, start the cron service.",
            fr: "Démarrez la minuterie\u{A0}; avec cron, démarrez le service cron."),
        command: "sudo systemctl enable --now bitcoin-analyzer-collect.timer",
        lesson: Phrase(
            "For maintenance, open a maintenance window, which ends automatically, and do not stop the timer.",
            fr:
                "Pour une intervention, ouvrir une fenêtre de maintenance, qui se ferme seule, sans arrêter la "
                + "minuterie."
        ))

    /// The schedule runs another program, or one that cannot be started.
    static let scheduleCommandBroken = CauseEntry(
        .scheduleCommandBroken, .host, .observed, noticedBy: .oldData,
        effect: .noNewData,
        signs: { observation in
            observation.signs(.host) { problem in
                // The shell of a cron line that redirects its output gives up before it starts the command.
                if case .folderNotWritable([.logs], cronWritesThere: true) = problem { return true }
                return problem == .scheduleCommand
            }
        },
        checks: [.schedule],
        remedy: Phrase(
            "Write the schedule again; add --scheduler cron to use cron.",
            fr: "Réécrivez la planification\u{A0}; ajoutez --scheduler cron pour utiliser cron."),
        command: "sudo bitcoin-analyzer install",
        lesson: Phrase(
            "Let bitcoin-analyzer install write cron lines: an error in a manual line goes unnoticed for hours.",
            fr:
                "Laisser bitcoin-analyzer install écrire les lignes cron\u{A0}: une erreur dans une ligne manuelle "
                + "passe inaperçue pendant des heures."
        ))

    /// A run takes longer than its limit.
    static let collectorHung = CauseEntry(
        .collectorHung, .host, .recorded, noticedBy: .oldData,
        effect: .noNewData,
        signs: { $0.signs(.host) { $0 == .runHung } },
        followsFrom: [
            .databaseLocked, .databaseUnreachable, .databaseConnectionsExhausted, .diskFull, .descriptorsExhausted,
        ],
        checks: [.database], proof: .run,
        repair: Phrase(
            "The watchdog and systemd stop the run after COLLECT_TIMEOUT; the next run fills the missing hours.",
            fr:
                "Le chien de garde et systemd arrêtent la collecte après COLLECT_TIMEOUT\u{A0}; la suivante complète "
                + "les heures manquantes."
        ),
        remedy: Phrase(
            "Find out what the run is waiting for, then restart it.",
            fr: "Cherchez ce que la collecte attend, puis relancez-la."),
        command: "bitcoin-analyzer runs; sudo systemctl restart bitcoin-analyzer-collect.service",
        lesson: Phrase(
            "Report what the run was waiting for as a bug, and keep COLLECT_TIMEOUT below COLLECT_EVERY.",
            fr:
                "Signaler comme bogue ce que la collecte attendait, et garder COLLECT_TIMEOUT inférieur à "
                + "COLLECT_EVERY."
        ))

    /// The process of a run ended before the run did.
    static let collectorCrashed = CauseEntry(
        .collectorCrashed, .host, .recorded, noticedBy: .oldData,
        effect: Phrase(
            "One run is missing: the data shown is older than expected until the next run.",
            fr: "Une collecte manque\u{A0}: les données affichées sont plus anciennes que prévu jusqu’à la suivante."),
        signs: { $0.signs(.host) { $0 == .runCrashed } },
        followsFrom: [
            .collectorHung, .databaseUnreachable, .databaseAuth, .databaseReadOnly, .databaseLocked, .databaseCorrupt,
            .databaseSchemaDamaged, .databaseReplaced, .databaseConnectionsExhausted,
            .databaseNotMigrated, .diskFull, .configurationInvalid, .scheduleCommandBroken,
            .outOfMemory,
            .descriptorsExhausted,
        ],
        checks: [.database], proof: .run,
        repair: Phrase(
            "The next run marks it as abandoned, takes over its lease and fills the missing hours.",
            fr: "La collecte suivante la marque comme abandonnée, reprend son bail et complète les heures manquantes."),
        remedy: Phrase(
            "Read the last log lines, and check whether the kernel killed the process for lack of memory.",
            fr: "Lisez les dernières lignes du journal, et vérifiez si le noyau a arrêté le processus faute de mémoire."
        ),
        command: "journalctl -u bitcoin-analyzer-collect.service -n 50; sudo dmesg | grep -i oom",
        lesson: Phrase(
            "Find out what ended the process: lack of memory, a reboot, or a manual stop.",
            fr: "Déterminer ce qui a arrêté le processus\u{A0}: manque de mémoire, redémarrage ou arrêt manuel."))
}
