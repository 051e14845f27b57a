import Domain
import Health

extension CauseEntry {
    /// The database can be read, and not written.
    static let databaseReadOnly = CauseEntry(
        .databaseReadOnly, .host, .observed, noticedBy: .oldData,
        effect: Phrase(
            "Nothing new is kept; what is shown grows old.",
            fr: "Rien de nouveau n'est gardé ; ce qui est affiché vieillit."),
        signs: { $0.seen(.databaseReadOnly, .host) },
        followsFrom: [.diskFull, .databaseUnreachable],
        checks: [.database, .disk],
        remedy: Phrase(
            "Give the folder back to the service: sudo chown -R bitcoin-analyzer: /var/lib/bitcoin-analyzer; of a server, look at default_transaction_read_only and at which host is the primary",
            fr:
                "Rendez le répertoire au service : sudo chown -R bitcoin-analyzer: /var/lib/bitcoin-analyzer ; sur un serveur, voyez default_transaction_read_only et quel hôte est le primaire"
        ),
        lesson: Phrase(
            "Run commands as the service's user: root leaves files behind that it may not write.",
            fr: "Lancer les commandes sous l'utilisateur du service : root laisse des fichiers qu'il ne peut écrire."))
}
