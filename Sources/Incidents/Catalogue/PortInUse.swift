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
}
