package import Domain
import Health

extension CauseEntry {
    /// The database does not respond.
    static let databaseUnreachable = CauseEntry(
        .databaseUnreachable, .host, .observed, noticedBy: .everything,
        effect: .noDatabase,
        signs: { observation in
            observation.signs(.host) {
                $0 == .databaseNotResponding || $0.isDatabase(.databaseUnreachable) || $0.isSource(.database)
            }
        },
        followsFrom: [.configurationInvalid, .diskFull, .descriptorsExhausted],
        checks: [.database],
        repair: Phrase(
            "The service reconnects automatically; incidents and notifications are kept in the state directory until "
                + "then.",
            fr:
                "Le service se reconnecte automatiquement\u{A0}; en attendant, les incidents et les notifications sont "
                + "conservés dans le répertoire d’état."
        ),
        remedy: Phrase(
            "Start the database, or restore the connection to it.",
            fr: "Démarrez la base de données, ou rétablissez la connexion."),
        command: "pg_isready; systemctl status 'postgresql*'",
        lesson: Phrase(
            "Give DATABASE_URL several hosts, or run the database on this host.",
            fr: "Indiquer plusieurs hôtes dans DATABASE_URL, ou héberger la base de données sur cette machine."))

    /// The database rejects the user or the password.
    static let databaseAuth = CauseEntry(
        .databaseAuth, .host, .observed, noticedBy: .everything,
        effect: .noDatabase,
        signs: { $0.signs(.host) { $0.isDatabase(.databaseAuth) } },
        followsFrom: [.databaseUnreachable],
        checks: [.database],
        remedy: Phrase(
            "Set the correct user and password in DATABASE_URL or DATABASE_URL_FILE, then check.",
            fr:
                "Indiquez l’utilisateur et le mot de passe corrects dans DATABASE_URL ou DATABASE_URL_FILE, puis "
                + "vérifiez."
        ),
        command: "bitcoin-analyzer settings; bitcoin-analyzer doctor",
        lesson: Phrase(
            "Change a password in the database and in the settings together, then run bitcoin-analyzer doctor.",
            fr:
                "Changer un mot de passe à la fois dans la base de données et dans les réglages, puis lancer "
                + "bitcoin-analyzer doctor."
        ))

    /// Tables of this version are missing.
    static let databaseNotMigrated = CauseEntry(
        .databaseNotMigrated, .everywhere, .observed, noticedBy: .everything,
        effect: .noDatabase,
        signs: { $0.signs(.everywhere) { $0.isDatabase(.databaseNotMigrated) } },
        followsFrom: [.databaseUnreachable, .databaseAuth, .diskFull],
        checks: [.database],
        remedy: Phrase("Apply the pending migrations.", fr: "Appliquez les migrations en attente."),
        command: "bitcoin-analyzer migrate",
        lesson: Phrase(
            "Give every unit the same database, and let the service apply migrations when it starts.",
            fr:
                "Utiliser la même base de données pour toutes les unités, et laisser le service appliquer les "
                + "migrations au démarrage."
        ))

    /// The database cannot be written.
    static let databaseReadOnly = CauseEntry(
        .databaseReadOnly, .host, .observed, noticedBy: .oldData,
        effect: .notSaved,
        signs: { observation in
            observation.signs(.host) { problem in
                if case .folderNotWritable(let uses, _) = problem { return uses.contains(.database) }
                return problem.isDatabase(.databaseReadOnly)
            }
        },
        followsFrom: [.diskFull, .databaseUnreachable, .descriptorsExhausted],
        checks: [.database, .disk],
        remedy: Phrase(
            "With SQLite, check that the service’s user owns the state directory and that its file system is mounted "
                + "read-write. With PostgreSQL, check default_transaction_read_only, and that the host is the primary.",
            fr:
                "Avec SQLite, vérifiez que le répertoire d’état appartient à l’utilisateur du service et que son "
                + "système de fichiers est monté en écriture. Avec PostgreSQL, vérifiez default_transaction_read_only, "
                + "et que l’hôte est le primaire."
        ),
        command: "ls -ld /var/lib/bitcoin-analyzer; findmnt --target /var/lib/bitcoin-analyzer",
        lesson: Phrase(
            "Run commands as the service’s user: files that root creates cannot be written by the service.",
            fr:
                "Lancer les commandes sous l’utilisateur du service\u{A0}: il ne peut pas modifier les fichiers créés "
                + "par root."
        ))

    /// Another program holds a lock on the database.
    static let databaseLocked = CauseEntry(
        .databaseLocked, .host, .observed, noticedBy: .oldData,
        effect: Phrase(
            "Nothing new is saved while the lock is held.",
            fr: "Rien de nouveau n’est enregistré tant que le verrou est posé."),
        signs: { $0.signs(.host) { $0.isDatabase(.databaseLocked) } },
        followsFrom: [.diskFull],
        checks: [.database],
        repair: Phrase(
            "Writes are retried; the next run saves what an earlier run could not.",
            fr: "Les écritures sont retentées\u{A0}; la collecte suivante enregistre ce qui n’a pas pu l’être."),
        remedy: Phrase(
            "Find the program that holds the lock and let it finish; with PostgreSQL, query pg_stat_activity.",
            fr:
                "Trouvez le programme qui pose le verrou et laissez-le finir\u{A0}; avec PostgreSQL, consultez "
                + "pg_stat_activity."
        ),
        command: "sudo fuser -v /var/lib/bitcoin-analyzer/*.db",
        lesson: Phrase(
            "Back up with bitcoin-analyzer backup, which holds no lock, and close interactive SQL sessions.",
            fr:
                "Sauvegarder avec bitcoin-analyzer backup, qui ne pose pas de verrou, et fermer les sessions SQL "
                + "interactives."
        ))

    /// Writer and reader use different databases.
    static let databaseMismatch = CauseEntry(
        .databaseMismatch, .host, .observed, noticedBy: .oldData,
        effect: Phrase(
            "Runs succeed but the data shown does not change: they write to another database.",
            fr:
                "Les collectes réussissent mais les données affichées ne changent pas\u{A0}: elles sont écrites dans "
                + "une autre base de données."
        ),
        signs: { $0.signs(.host) { $0 == .databaseDiffers || $0.isDatabase(.databaseMismatch) } },
        followsFrom: [.databaseNotMigrated],
        checks: [.database, .marker, .unitSettings],
        remedy: Phrase(
            "Set the same DATABASE_URL for every unit, then restart them.",
            fr: "Définissez la même DATABASE_URL pour chaque unité, puis redémarrez-les."),
        command: "systemctl cat 'bitcoin-analyzer-*' | grep DATABASE_URL; bitcoin-analyzer settings",
        lesson: Phrase(
            "Set DATABASE_URL in /etc/bitcoin-analyzer/environment only.",
            fr: "Définir DATABASE_URL uniquement dans /etc/bitcoin-analyzer/environment."))

    /// The database file is damaged.
    static let databaseCorrupt = CauseEntry(
        .databaseCorrupt, .everywhere, .observed, noticedBy: .everything,
        effect: .noDatabase,
        signs: { $0.signs(.everywhere) { $0 == .databaseDamaged || $0.isDatabase(.databaseCorrupt) } },
        followsFrom: [.diskFull],
        checks: [.database],
        remedy: Phrase(
            "Stop the services, copy the damaged file elsewhere, restore the latest backup over it, and start the "
                + "services; the next runs fill the missing hours.",
            fr:
                "Arrêtez les services, copiez ailleurs le fichier endommagé, restaurez la dernière sauvegarde "
                + "par-dessus, puis démarrez les services\u{A0}; les collectes suivantes complètent les heures "
                + "manquantes."
        ),
        command: "bitcoin-analyzer restore FILE --force",
        lesson: Phrase(
            "Back up every night, check the health of the disk (smartctl), and never copy the file of a running "
                + "service.",
            fr:
                "Sauvegarder chaque nuit, contrôler l’état du disque (smartctl), et ne jamais copier le fichier d’un "
                + "service en marche."
        ))

    /// Tables or columns are missing that the schema version has.
    static let databaseSchemaDamaged = CauseEntry(
        .databaseSchemaDamaged, .everywhere, .observed, noticedBy: .everything,
        effect: .noDatabase,
        signs: { $0.signs(.everywhere) { $0.isDatabase(.databaseSchemaDamaged) } },
        followsFrom: [.databaseUnreachable, .diskFull],
        checks: [.database],
        remedy: Phrase(
            "Stop the services, restore the latest backup, which makes every table again, and start the services; the "
                + "next runs fill the missing hours. Migrations do not make removed tables again.",
            fr:
                "Arrêtez les services, restaurez la dernière sauvegarde, qui recrée toutes les tables, puis démarrez "
                + "les services\u{A0}; les collectes suivantes complètent les heures manquantes. Les migrations ne "
                + "recréent pas les tables supprimées."
        ),
        command: "bitcoin-analyzer restore BACKUP --force",
        lesson: Phrase(
            "Give people and other programs a role that may only read, and back up every night.",
            fr:
                "Donner aux personnes et aux autres programmes un rôle qui ne peut que lire, et sauvegarder chaque "
                + "nuit."
        ))

    /// The file was deleted or replaced under the running service.
    static let databaseReplaced = CauseEntry(
        .databaseReplaced, .host, .recorded, noticedBy: .everything,
        effect: Phrase(
            "The data shown is that of another file, or none: what the previous file held is not shown.",
            fr:
                "Les données affichées sont celles d’un autre fichier, ou absentes\u{A0}: le contenu du fichier "
                + "précédent n’est plus affiché."
        ),
        signs: { observation in
            observation.signs(.host) { $0 == .databaseReplaced || $0.isDatabase(.databaseReplaced) }
        },
        followsFrom: [.diskFull],
        checks: [.database, .marker],
        repair: Phrase(
            "Running services notice the new file and open it; the next run fills the missing hours.",
            fr:
                "Les services en marche détectent le nouveau fichier et l’ouvrent\u{A0}; la collecte suivante complète "
                + "les heures manquantes."
        ),
        remedy: Phrase(
            "If the file was deleted or the wrong one was put there, restore the latest backup; if the replacement was "
                + "intended, collect once.",
            fr:
                "Si le fichier a été supprimé ou remplacé par erreur, restaurez la dernière sauvegarde\u{A0}; si le "
                + "remplacement était voulu, lancez une collecte."
        ),
        command: "bitcoin-analyzer restore BACKUP --force",
        lesson: Phrase(
            "Stop the services before the file is moved or replaced, and use bitcoin-analyzer restore for it.",
            fr:
                "Arrêter les services avant de déplacer ou de remplacer le fichier, et utiliser bitcoin-analyzer "
                + "restore pour cela."
        ))

    /// The server refuses further connections.
    static let databaseConnectionsExhausted = CauseEntry(
        .databaseConnectionsExhausted, .host, .observed, noticedBy: .everything,
        effect: Phrase(
            "New connections to the database are refused: runs cannot save, and the API may return errors.",
            fr:
                "Les nouvelles connexions à la base de données sont refusées\u{A0}: les collectes n’enregistrent rien, "
                + "et l’API peut renvoyer des erreurs."
        ),
        signs: { $0.signs(.host) { $0.isDatabase(.databaseConnectionsExhausted) } },
        checks: [.database],
        repair: Phrase(
            "Connections that are open keep being used; others are tried again with every request and every run.",
            fr:
                "Les connexions ouvertes continuent de servir\u{A0}; les autres sont retentées à chaque requête et à "
                + "chaque collecte."
        ),
        remedy: Phrase(
            "Find the program that holds most of the sessions and close them, or raise the limit (max_connections, or "
                + "that of the role or the database).",
            fr:
                "Trouvez le programme qui occupe le plus de sessions et fermez-les, ou augmentez la limite "
                + "(max_connections, ou celle du rôle ou de la base)."
        ),
        command:
            "sudo -u postgres psql -c 'SELECT usename, application_name, client_addr, count(*) FROM pg_stat_activity "
            + "GROUP BY 1, 2, 3 ORDER BY 4 DESC'",
        lesson: Phrase(
            "Give each program a role with its own connection limit, so that none can use up those of the others.",
            fr:
                "Donner à chaque programme un rôle avec sa propre limite de connexions, afin qu’aucun n’épuise celles "
                + "des autres."
        ))

    /// No space left where the service writes.
    static let diskFull = CauseEntry(
        .diskFull, .host, .observed, noticedBy: .oldData,
        effect: .notSaved,
        signs: { $0.signs(.host) { $0 == .diskFull || $0.isDatabase(.diskFull) || $0.isSource(.disk) } },
        checks: [.disk],
        remedy: Phrase(
            "Find what uses the space, then free some or enlarge the disk.",
            fr: "Cherchez ce qui occupe l’espace, puis libérez-en ou agrandissez le disque."),
        command: "df -h; sudo du -xh --max-depth=2 /var | sort -h | tail -n 20; sudo apt-get clean",
        lesson: Phrase(
            "Rotate logs, and give the state directory its own file system.",
            fr: "Activer la rotation des journaux, et placer le répertoire d’état sur son propre système de fichiers."))
}

extension Cause {
    /// The cause of a database that cannot be used; `nil` for a bug in this program.
    package init?(ofDatabase kind: ArchiveFailure.Kind) {
        switch kind {
        case .unreachable, .outOfMemory: self = .databaseUnreachable
        case .authentication: self = .databaseAuth
        case .notMigrated: self = .databaseNotMigrated
        case .readOnly: self = .databaseReadOnly
        case .locked: self = .databaseLocked
        case .corrupt: self = .databaseCorrupt
        case .schemaDamaged: self = .databaseSchemaDamaged
        case .otherSchema: self = .databaseMismatch
        case .replaced: self = .databaseReplaced
        case .connectionsExhausted: self = .databaseConnectionsExhausted
        case .diskFull: self = .diskFull
        case .outOfDescriptors: self = .descriptorsExhausted
        // The address leads to no database, or to one that this program must not use.
        case .notFound, .newer, .originMismatch, .foreign: self = .configurationInvalid
        default: return nil
        }
    }
}

extension Problem {
    /// Whether the database failed in the way of this cause.
    func isDatabase(_ cause: Cause) -> Bool {
        if case .database(let kind) = self { Cause(ofDatabase: kind) == cause } else { false }
    }

    /// Whether a run recorded this kind of failure for a source.
    fileprivate func isSource(_ kind: ErrorKind) -> Bool {
        if case .source(let source) = self { source.kind == kind } else { false }
    }
}
