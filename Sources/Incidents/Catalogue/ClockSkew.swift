import Domain
import Health

extension CauseEntry {
    /// This machine's clock disagrees with everybody else's.
    static let clockSkew = CauseEntry(
        .clockSkew, .host, .observed, noticedBy: .oldData,
        effect: Phrase(
            "Ages and candles cannot be trusted: fresh data look old, or come from the future.",
            fr:
                "Les âges et les bougies ne sont plus fiables : des données fraîches semblent vieilles, ou viennent du futur."
        ),
        signs: { $0.seen(.clockSkew, .host) },
        checks: [.clock],
        remedy: Phrase(
            "Set the clock: timedatectl; sudo timedatectl set-ntp true",
            fr: "Réglez l'horloge : timedatectl; sudo timedatectl set-ntp true"),
        lesson: Phrase(
            "Let systemd-timesyncd or chrony keep the clock of every host.",
            fr: "Laisser systemd-timesyncd ou chrony régler l'horloge de chaque machine."))
}
