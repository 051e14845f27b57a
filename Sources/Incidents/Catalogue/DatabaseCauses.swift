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

    /// There is no room left where the service writes.
    static let diskFull = CauseEntry(
        .diskFull, .host, .observed, noticedBy: .oldData,
        effect: Phrase(
            "Nothing new is kept; what is shown grows old.",
            fr: "Rien de nouveau n'est gardé ; ce qui est affiché vieillit."),
        signs: { $0.seen(.diskFull, .host) },
        checks: [.disk],
        remedy: Phrase(
            "Make room: df -h; sudo journalctl --vacuum-size=200M; sudo apt-get clean",
            fr: "Faites de la place : df -h; sudo journalctl --vacuum-size=200M; sudo apt-get clean"),
        lesson: Phrase(
            "Let logs rotate, and give the state directory a file system of its own.",
            fr: "Laisser tourner les journaux, et donner au répertoire d'état son propre système de fichiers."))
}
