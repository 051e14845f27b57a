import Domain
import Health

extension CauseEntry {
    /// The database refuses the user or the password.
    static let databaseAuth = CauseEntry(
        .databaseAuth, .host, .observed, noticedBy: .everything,
        effect: Phrase(
            "The API answers with errors, and nothing new is kept; pages show what they had.",
            fr: "L'API répond par des erreurs et rien de nouveau n'est gardé ; les pages montrent ce qu'elles avaient."),
        signs: { $0.seen(.databaseAuth, .host) },
        followsFrom: [.databaseUnreachable],
        checks: [.database],
        remedy: Phrase(
            "Put the right password into DATABASE_URL_FILE or DATABASE_URL, then: bitcoin-analyzer settings; bitcoin-analyzer doctor",
            fr:
                "Mettez le bon mot de passe dans DATABASE_URL_FILE ou DATABASE_URL, puis : bitcoin-analyzer settings; bitcoin-analyzer doctor"
        ),
        lesson: Phrase(
            "Change a password in both places at once, and run doctor right after.",
            fr: "Changer un mot de passe aux deux endroits à la fois, et lancer doctor aussitôt."))
}
