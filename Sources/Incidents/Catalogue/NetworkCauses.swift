import Domain
import Health

extension CauseEntry {
    /// No source can be reached from this host.
    static let networkDown = CauseEntry(
        .networkDown, .host, .recorded, noticedBy: .oldData,
        effect: .noNewData,
        signs: { observation in
            observation.signs(.host) { problem in
                if case .everySource(let kinds) = problem { return kinds.sharedKind == nil }
                return problem == .networkUnreachable
            }
        },
        followsFrom: [.clockSkew, .descriptorsExhausted],
        checks: [.database], proof: .run,
        repair: Phrase(
            "The next run starts earlier than scheduled and fills the missing hours.",
            fr: "La collecte suivante démarre plus tôt que prévu et complète les heures manquantes."),
        remedy: Phrase(
            "Check the default route, the firewall and the connection of this host.",
            fr: "Vérifiez la route par défaut, le pare-feu et la connexion de cette machine."),
        command: "ip route; curl -v https://api.exchange.coinbase.com/time",
        lesson: Phrase(
            "Monitor the host from outside with PING_URL: without a network it cannot send notifications.",
            fr:
                "Surveiller la machine depuis l’extérieur avec PING_URL\u{A0}: sans réseau, elle ne peut envoyer "
                + "aucune notification."
        ))

    /// Host names cannot be resolved: all of them, or a wrong one.
    static let dnsFailure = CauseEntry(
        .dnsFailure, .host, .recorded, noticedBy: .oldData,
        effect: Phrase(
            "No new prices or articles from the sources whose host names cannot be resolved.",
            fr: "Plus de cours ni d’articles des sources dont le nom d’hôte ne peut pas être résolu."),
        signs: { $0.signs(ofConnecting: .dns) },
        followsFrom: [.networkDown, .descriptorsExhausted],
        checks: [.database], proof: .run,
        repair: Phrase(
            "The next run tries again and fills the missing hours.",
            fr: "La collecte suivante réessaie et complète les heures manquantes."),
        remedy: Phrase(
            "Check the DNS resolver of this host, and the host names in PRICE_SOURCES and NEWS_FEEDS.",
            fr: "Vérifiez le résolveur DNS de cette machine, et les noms d’hôte dans PRICE_SOURCES et NEWS_FEEDS."),
        command: "getent hosts api.kraken.com; cat /etc/resolv.conf; bitcoin-analyzer settings",
        lesson: Phrase(
            "Configure two DNS resolvers, and test a changed address with bitcoin-analyzer doctor --online.",
            fr:
                "Configurer deux résolveurs DNS, et tester toute adresse modifiée avec bitcoin-analyzer doctor "
                + "--online."
        ))

    /// TLS connections cannot be established.
    static let tlsFailure = CauseEntry(
        .tlsFailure, .host, .recorded, noticedBy: .oldData,
        effect: Phrase(
            "No new prices or articles from the sources whose TLS connection fails.",
            fr: "Plus de cours ni d’articles des sources dont la connexion TLS échoue."),
        signs: { $0.signs(ofConnecting: .tls) },
        followsFrom: [.clockSkew, .networkDown, .descriptorsExhausted],
        checks: [.database], proof: .run,
        repair: Phrase(
            "The other sources are used instead; certificates are always verified.",
            fr: "Les autres sources prennent le relais\u{A0}; les certificats sont toujours vérifiés."),
        remedy: Phrase(
            "Check the system clock, the CA certificates and the configured addresses.",
            fr: "Vérifiez l’horloge système, les certificats racine et les adresses configurées."),
        command: "timedatectl; sudo apt-get install --reinstall ca-certificates; bitcoin-analyzer settings",
        lesson: Phrase(
            "Keep ca-certificates up to date with unattended upgrades.",
            fr: "Tenir ca-certificates à jour par les mises à jour automatiques."))

    /// The certificate of a source has expired.
    static let tlsExpired = CauseEntry.source(
        .tlsExpired,
        remedy: Phrase(
            "If the clock of this host is right, only the operator of the source can renew its certificate: use another "
                + "source until then.",
            fr:
                "Si l’horloge de cette machine est juste, seul l’exploitant de la source peut renouveler son "
                + "certificat\u{A0}: utilisez une autre source en attendant."
        ),
        command: "timedatectl; bitcoin-analyzer doctor --online",
        lesson: Phrase(
            "Configure several sources of each kind: a certificate that is not renewed stops one from one minute to the "
                + "next.",
            fr:
                "Configurer plusieurs sources de chaque type\u{A0}: un certificat non renouvelé en arrête une d’une "
                + "minute à l’autre."
        ))

    /// The certificate of a source is for another host name.
    static let tlsNameMismatch = CauseEntry.source(
        .tlsNameMismatch,
        remedy: Phrase(
            "Correct the host name in PRICE_SOURCES or NEWS_FEEDS; if it is right, a proxy or a login page answers in "
                + "place of the source.",
            fr:
                "Corrigez le nom d’hôte dans PRICE_SOURCES ou NEWS_FEEDS\u{A0}; s’il est juste, un proxy ou une page de "
                + "connexion répond à la place de la source."
        ),
        command: "bitcoin-analyzer settings; bitcoin-analyzer doctor --online",
        lesson: Phrase(
            "Use the host names that a source publishes, not its addresses or mirrors.",
            fr: "Utiliser les noms d’hôte publiés par la source, et non ses adresses ou ses miroirs."))

    /// The system clock differs from the time that other servers report.
    static let clockSkew = CauseEntry(
        .clockSkew, .host, .observed, noticedBy: .oldData,
        effect: Phrase(
            "Ages and candle times are unreliable: recent data appears stale or dated in the future.",
            fr:
                "Les âges et les heures des chandeliers ne sont plus fiables\u{A0}: des données récentes semblent "
                + "périmées ou datées du futur."
        ),
        signs: { $0.signs(.host) { $0 == .clockWrong } },
        checks: [.clock],
        remedy: Phrase(
            "Enable time synchronisation.", fr: "Activez la synchronisation de l’heure."),
        command: "timedatectl; sudo timedatectl set-ntp true",
        lesson: Phrase(
            "Run systemd-timesyncd or chrony on every host.",
            fr: "Faire tourner systemd-timesyncd ou chrony sur chaque machine."))
}

extension [ErrorKind] {
    /// Names or TLS, where every source failed by it; `nil` where only the network can be the reason.
    fileprivate var sharedKind: ErrorKind? {
        guard let first, first == .dns || first == .tls, allSatisfy({ $0 == first }) else { return nil }
        return first
    }
}

extension Observation {
    /// Signs of a cause of this host, by which one source or every source failed.
    fileprivate func signs(ofConnecting kind: ErrorKind) -> [Sign] {
        signs(.host) { problem in
            switch problem {
            case .everySource(let kinds): kinds.sharedKind == kind
            // An expired certificate, or one of another name, is that source's own.
            case .source(let source): source.kind == kind && source.certificate == nil
            default: false
            }
        }.map { sign in
            var sign = sign
            sign.isConfirmed =
                sign.severity == .critical
                || sign.findings.contains { finding in
                    if case .source(let source)? = finding.problem { source.isRepeated } else { false }
                }
            return sign
        }
    }
}
