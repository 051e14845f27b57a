import Domain
import Health

/// Causes in what the operator set up: the shell, units, limits and crontabs.
extension CauseEntry {
    /// The shell that asks has other settings than the service. Never an incident: no service finds it of itself.
    static let settingsDiffer = CauseEntry(
        .settingsDiffer, .host, .observed, noticedBy: .everything,
        effect: Phrase(
            "Commands in this shell use other settings than the service, which is not affected.",
            fr: "Les commandes de ce shell utilisent d’autres réglages que le service, qui n’est pas touché."),
        signs: { observation in
            // It says nothing about the service, and explains nothing that fails there.
            observation.signs(.host) { $0 == .settingsDiffer }.map { sign in
                var sign = sign
                sign.explainsOthers = false
                return sign
            }
        },
        checks: [.settings],
        remedy: Phrase(
            "Remove the settings of this shell, or run the command in another folder.",
            fr: "Retirez les réglages de ce shell, ou lancez la commande dans un autre dossier."),
        command: "cd / && bitcoin-analyzer doctor",
        lesson: Phrase(
            "Keep a .env of a development copy out of the folders from which the service is operated.",
            fr: "Garder le .env d’une copie de développement hors des dossiers d’où le service est administré."))

    /// A unit is linked to /dev/null.
    static let unitMasked = CauseEntry(
        .unitMasked, .unit, .observed, noticedBy: .everything,
        effect: Phrase(
            "Nothing can start the unit, neither systemd nor a person.",
            fr: "Rien ne peut démarrer l’unité, ni systemd ni un administrateur."),
        signs: { $0.signs(.unit) { $0 == .serviceMasked || $0 == .scheduleMasked } },
        checks: [.services, .schedule],
        remedy: Phrase(
            "Unmask the unit, then enable and start it.", fr: "Démasquez l’unité, puis activez et démarrez-la."),
        command: "systemctl list-unit-files --state=masked 'bitcoin-analyzer*'; sudo bitcoin-analyzer install",
        lesson: Phrase(
            "Stop a service for maintenance in a maintenance window, which ends by itself, and mask no unit.",
            fr: "Pour une intervention, arrêter le service dans une fenêtre de maintenance, qui se ferme seule, sans "
                + "masquer d’unité."))

    /// The kernel refused memory to a process of the service, or killed it for lack of memory.
    static let outOfMemory = CauseEntry(
        .outOfMemory, .unit, .recorded, noticedBy: .everything,
        effect: Phrase(
            "The service is killed as soon as it needs more memory than it may have.",
            fr: "Le service est arrêté dès qu’il a besoin de plus de mémoire qu’il ne peut en avoir."),
        signs: { $0.signs(.unit) { $0 == .serviceOutOfMemory } },
        checks: [.services],
        repair: Phrase(
            "systemd restarts the service, and the next run fills the missing hours.",
            fr: "systemd relance le service, et la collecte suivante complète les heures manquantes."),
        remedy: Phrase(
            "Free memory or add some, and check the limits of the unit (MemoryMax=, LimitAS=).",
            fr: "Libérez ou ajoutez de la mémoire, et vérifiez les limites de l’unité (MemoryMax=, LimitAS=)."),
        command: "free -h; systemctl show -p MemoryMax,LimitAS 'bitcoin-analyzer-*.service'",
        lesson: Phrase(
            "Leave LimitAS= unset, as a program reserves far more address space than it uses, and watch memory with "
                + "the metrics.",
            fr: "Ne pas définir LimitAS=, car un programme réserve bien plus d’adresses qu’il n’en utilise, et suivre "
                + "la mémoire avec les métriques."))

    /// cron reads the table and refuses it, or the account that it names.
    static let cronRefused = CauseEntry(
        .cronRefused, .host, .observed, noticedBy: .oldData,
        effect: .noNewData,
        signs: { $0.signs(.host) { $0 == .cronRefuses } },
        checks: [.schedule],
        remedy: Phrase(
            "Correct what cron refuses, or write the schedule again.",
            fr: "Corrigez ce que cron refuse, ou réécrivez la planification."),
        command: "sudo bitcoin-analyzer install --scheduler cron",
        lesson: Phrase(
            "After each change of a crontab, read what cron logs about it.",
            fr: "Après chaque modification d’une crontab, lire ce que cron en dit dans le journal."))

    /// A release was refused or undone. Opened by `deploy`, which decides it; no check finds it later.
    static let releaseFailed = CauseEntry(
        .releaseFailed, .host, .recorded, noticedBy: .everything,
        effect: Phrase(
            "The new release is not live; the one before it serves.",
            fr: "La nouvelle version n’est pas en service\u{A0}; la précédente continue de servir."),
        signs: { _ in [] },
        checks: [.services],
        repair: Phrase(
            "The release before it was put back.", fr: "La version précédente a été remise en service."),
        remedy: Phrase(
            "Correct the release and deploy a new version.", fr: "Corrigez la version et déployez-en une nouvelle."),
        command: "bitcoin-analyzer releases",
        lesson: Phrase(
            "Reproduce the failure in a test before the next release.",
            fr: "Reproduire la panne dans un test avant la version suivante."))
}
