import Domain
import Health

extension CauseEntry {
    /// The database's file is damaged.
    static let databaseCorrupt = CauseEntry(
        .databaseCorrupt, .everywhere, .observed, noticedBy: .everything,
        effect: Phrase(
            "The API answers with errors, and nothing new is kept; pages show what they had.",
            fr: "L'API répond par des erreurs et rien de nouveau n'est gardé ; les pages montrent ce qu'elles avaient."),
        signs: { $0.seen(.databaseCorrupt, .everywhere) },
        followsFrom: [.diskFull],
        checks: [.database],
        remedy: Phrase(
            "Put the last backup back: bitcoin-analyzer restore BACKUP --force; then bitcoin-analyzer collect fills what is missing",
            fr:
                "Remettez la dernière sauvegarde : bitcoin-analyzer restore SAUVEGARDE --force ; puis bitcoin-analyzer collect complète ce qui manque"
        ),
        lesson: Phrase(
            "Back up every night, and look at the disk: sudo smartctl -a /dev/sda; never copy the file of a running service.",
            fr:
                "Sauvegarder chaque nuit, et examiner le disque : sudo smartctl -a /dev/sda ; ne jamais copier le fichier d'un service qui tourne."
        ))
}
