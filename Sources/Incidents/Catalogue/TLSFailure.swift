import Domain
import Health

extension CauseEntry {
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
}
