import Domain
import Health

extension CauseEntry {
    /// The database lacks this program's tables.
    static let databaseNotMigrated = CauseEntry(
        .databaseNotMigrated, .everywhere, .observed, noticedBy: .everything,
        effect: Phrase(
            "The API answers with errors, and nothing new is kept; pages show what they had.",
            fr: "L'API répond par des erreurs et rien de nouveau n'est gardé ; les pages montrent ce qu'elles avaient."),
        signs: { $0.seen(.databaseNotMigrated, .everywhere) },
        followsFrom: [.databaseUnreachable, .databaseAuth],
        checks: [.database],
        remedy: Phrase(
            "Apply the migrations: bitcoin-analyzer migrate",
            fr: "Appliquez les migrations : bitcoin-analyzer migrate"),
        lesson: Phrase(
            "Point every unit at one database, and let the service apply its migrations when it starts.",
            fr:
                "Diriger toutes les unités vers une seule base, et laisser le service appliquer ses migrations au démarrage."
        ))
}
