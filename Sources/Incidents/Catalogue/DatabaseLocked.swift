import Domain
import Health

extension CauseEntry {
    /// Another program holds the database.
    static let databaseLocked = CauseEntry(
        .databaseLocked, .host, .observed, noticedBy: .oldData,
        effect: Phrase(
            "Nothing new is kept while it lasts.",
            fr: "Rien de nouveau n'est gardé tant que cela dure."),
        signs: { $0.seen(.databaseLocked, .host) },
        followsFrom: [.diskFull],
        checks: [.database],
        repair: Phrase(
            "Writes wait and are tried again; a pass that could not write is made up for by the next one.",
            fr:
                "Les écritures attendent et sont retentées ; une collecte qui n'a pu écrire est rattrapée par la suivante."
        ),
        remedy: Phrase(
            "Find who holds it and let it end: sudo fuser -v FILE, or select * from pg_stat_activity",
            fr: "Trouvez qui la tient et laissez-le finir : sudo fuser -v FICHIER, ou select * from pg_stat_activity"),
        lesson: Phrase(
            "Back up with bitcoin-analyzer backup, which holds no lock, rather than with a shell that does.",
            fr:
                "Sauvegarder avec bitcoin-analyzer backup, qui ne pose pas de verrou, plutôt qu'avec un shell qui en pose."
        ))
}
