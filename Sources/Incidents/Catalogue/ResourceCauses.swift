import Domain
import Health

extension CauseEntry {
    /// A process of the service has as many files and connections open as it may.
    static let descriptorsExhausted = CauseEntry(
        .descriptorsExhausted, .unit, .observed, noticedBy: .everything,
        effect: Phrase(
            "New connections wait or are refused, and files cannot be opened.",
            fr: "Les nouvelles connexions attendent ou sont refusées, et aucun fichier ne peut être ouvert."),
        signs: { observation in
            observation.signs(.unit) { $0 == .descriptorsExhausted || $0.isDatabase(.descriptorsExhausted) }
        },
        checks: [.descriptors],
        repair: Phrase(
            "The service closes idle connections, and accepts new ones once descriptors are free.",
            fr: "Le service ferme les connexions inactives, et en accepte de nouvelles dès que des descripteurs se "
                + "libèrent."),
        remedy: Phrase(
            "Find what is open, then raise LimitNOFILE of the unit or lower MAX_CONNECTIONS.",
            fr: "Cherchez ce qui est ouvert, puis augmentez LimitNOFILE de l’unité ou diminuez MAX_CONNECTIONS."),
        command: "systemctl show -p MainPID,LimitNOFILE 'bitcoin-analyzer-*'; sudo ss -tnp | grep bitcoin-analyzer",
        lesson: Phrase(
            "Leave the descriptor limit of the units at the default of systemd, and limit connections in the proxy too.",
            fr: "Laisser la limite de descripteurs des unités à la valeur par défaut de systemd, et limiter aussi les "
                + "connexions dans le proxy."))
}
