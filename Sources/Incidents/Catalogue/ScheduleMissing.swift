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
}
