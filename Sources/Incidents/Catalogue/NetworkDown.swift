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
}
