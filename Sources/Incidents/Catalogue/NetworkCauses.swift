import Domain
import Health

extension CauseEntry {
    /// No source can be reached by anybody here.
    static let networkDown = CauseEntry(
        .networkDown, .host, .recorded, noticedBy: .oldData,
        effect: Phrase(
            "No new prices and no new articles come in; what is shown grows old.",
            fr: "Ni cours ni articles nouveaux n'arrivent ; ce qui est affiché vieillit."),
        signs: { $0.sources.sign(ofShared: .networkDown, on: $0.host) },
        followsFrom: [.clockSkew],
        checks: [.database],
        repair: Phrase(
            "The next pass asks again, sooner than the schedule; missed hours are filled then.",
            fr: "La collecte suivante réessaie, plus tôt que prévu ; les heures manquées sont alors complétées."),
        remedy: Phrase(
            "Check this host's way out: ip route; curl -v https://api.exchange.coinbase.com/time",
            fr: "Vérifiez la sortie de cette machine : ip route; curl -v https://api.exchange.coinbase.com/time"),
        lesson: Phrase(
            "Watch the host's network from outside (PING_URL): nothing inside can call for help then.",
            fr:
                "Surveiller le réseau de la machine depuis l'extérieur (PING_URL) : rien ne peut appeler à l'aide de l'intérieur."
        ))

    /// Names cannot be resolved: all of them, or one that is wrong.
    static let dnsFailure = CauseEntry(
        .dnsFailure, .host, .recorded, noticedBy: .oldData,
        effect: Phrase(
            "No new prices or articles come from the sources whose names are not found.",
            fr: "Aucun cours ni article n'arrive des sources dont le nom n'est pas trouvé."),
        signs: { $0.sources.sign(ofShared: .dnsFailure, on: $0.host) + $0.sources.signs(of: .dnsFailure, on: $0.host) },
        followsFrom: [.networkDown],
        checks: [.database],
        repair: Phrase(
            "The next pass asks again; missed hours are filled then.",
            fr: "La collecte suivante réessaie ; les heures manquées sont alors complétées."),
        remedy: Phrase(
            "Check the resolver and the names in the settings: getent hosts api.kraken.com; cat /etc/resolv.conf; bitcoin-analyzer settings",
            fr:
                "Vérifiez le résolveur et les noms des réglages : getent hosts api.kraken.com; cat /etc/resolv.conf; bitcoin-analyzer settings"
        ),
        lesson: Phrase(
            "Give the host two resolvers, and try a changed address with doctor --online before leaving.",
            fr:
                "Donner deux résolveurs à la machine, et essayer une adresse modifiée avec doctor --online avant de partir."
        ))

    /// No secure connection can be made.
    static let tlsFailure = CauseEntry(
        .tlsFailure, .host, .recorded, noticedBy: .oldData,
        effect: Phrase(
            "No new prices or articles come from the sources that no secure connection can be made to.",
            fr: "Aucun cours ni article n'arrive des sources avec lesquelles aucune connexion sûre n'est possible."),
        signs: { $0.sources.sign(ofShared: .tlsFailure, on: $0.host) + $0.sources.signs(of: .tlsFailure, on: $0.host) },
        followsFrom: [.clockSkew, .networkDown],
        checks: [.database],
        repair: Phrase(
            "The other sources are asked instead; a connection is never made without its certificate being checked.",
            fr: "Les autres sources sont interrogées à la place ; jamais de connexion sans vérifier le certificat."),
        remedy: Phrase(
            "Check the clock, the certificates and the address: timedatectl; apt-get install --reinstall ca-certificates; bitcoin-analyzer settings",
            fr:
                "Vérifiez l'horloge, les certificats et l'adresse : timedatectl; apt-get install --reinstall ca-certificates; bitcoin-analyzer settings"
        ),
        lesson: Phrase(
            "Keep ca-certificates up to date with the system's own updates.",
            fr: "Tenir ca-certificates à jour avec les mises à jour du système."))

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
