import Domain
import Health

extension CauseEntry {
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
}
