import Domain
import Health

extension CauseEntry {
    /// The database does not answer.
    static let databaseUnreachable = CauseEntry(
        .databaseUnreachable, .host, .observed, noticedBy: .everything,
        effect: Phrase(
            "The API answers with errors, and nothing new is kept; pages show what they had.",
            fr: "L'API répond par des erreurs et rien de nouveau n'est gardé ; les pages montrent ce qu'elles avaient."),
        signs: { $0.seen(.databaseUnreachable, .host) },
        followsFrom: [.configurationInvalid],
        checks: [.database],
        repair: Phrase(
            "Connections are opened anew until it answers; what had to wait is kept in the state directory.",
            fr:
                "Les connexions sont rouvertes jusqu'à ce qu'elle réponde ; ce qui devait attendre est gardé dans le répertoire d'état."
        ),
        remedy: Phrase(
            "Start the database, or mend the way to it: sudo systemctl start postgresql; pg_isready",
            fr: "Démarrez la base, ou réparez le chemin : sudo systemctl start postgresql; pg_isready"),
        lesson: Phrase(
            "Give DATABASE_URL several hosts, or run the database on this machine.",
            fr: "Donner plusieurs hôtes à DATABASE_URL, ou garder la base sur cette machine."))
}
