import Domain
import Health

extension CauseEntry {
    /// Writer and reader use different databases.
    static let databaseMismatch = CauseEntry(
        .databaseMismatch, .host, .observed, noticedBy: .oldData,
        effect: Phrase(
            "Collections succeed, and what is shown does not change: they are kept in another database.",
            fr: "Les collectes réussissent et l'affichage ne change pas : elles vont dans une autre base."),
        signs: { $0.seen(.databaseMismatch, .host) },
        followsFrom: [.databaseNotMigrated],
        checks: [.marker, .unitSettings],
        remedy: Phrase(
            "Give every unit the same DATABASE_URL: systemctl cat 'bitcoin-analyzer-*' | grep DATABASE_URL; bitcoin-analyzer settings",
            fr:
                "Donnez la même DATABASE_URL à chaque unité : systemctl cat 'bitcoin-analyzer-*' | grep DATABASE_URL; bitcoin-analyzer settings"
        ),
        lesson: Phrase(
            "Set DATABASE_URL in /etc/bitcoin-analyzer/environment and nowhere else.",
            fr: "Régler DATABASE_URL dans /etc/bitcoin-analyzer/environment et nulle part ailleurs."))
}
