extension Cause {
    /// What is wrong, in a few words for a person: a heading, without a full stop. The name of a cause that this version does not know.
    package var title: Phrase {
        switch self {
        case .sourceBlocked: Phrase("A source refuses the requests", fr: "Une source refuse les requêtes")
        case .sourceRateLimited: Phrase("A source asks for fewer requests", fr: "Une source demande moins de requêtes")
        case .sourceChallenge: Phrase("A source answers with a captcha", fr: "Une source répond par un captcha")
        case .sourceDown: Phrase("A source does not answer", fr: "Une source ne répond pas")
        case .sourceMalformed:
            Phrase("A source sends what cannot be read", fr: "Une source envoie des données illisibles")
        case .sourceStale: Phrase("A source has nothing new", fr: "Une source n’a plus rien de nouveau")
        case .networkDown: Phrase("The network is down", fr: "Le réseau est coupé")
        case .dnsFailure: Phrase("Names cannot be resolved (DNS)", fr: "Les noms ne sont plus résolus (DNS)")
        case .tlsFailure: Phrase("No secure connection can be made (TLS)", fr: "La connexion sécurisée échoue (TLS)")
        case .clockSkew: Phrase("The clock is wrong", fr: "L’horloge n’est pas à l’heure")
        case .scheduleMissing: Phrase("Nothing starts the collection", fr: "Rien ne lance la collecte")
        case .scheduleStopped:
            Phrase("The collection’s schedule is stopped", fr: "La planification de la collecte est arrêtée")
        case .scheduleCommandBroken:
            Phrase("The scheduled command cannot be started", fr: "La commande planifiée ne peut pas être lancée")
        case .collectorHung: Phrase("The collection hangs", fr: "La collecte est bloquée")
        case .collectorCrashed: Phrase("The collection ends before it is done", fr: "La collecte s’arrête avant la fin")
        case .databaseUnreachable: Phrase("The database does not answer", fr: "La base de données ne répond pas")
        case .databaseAuth:
            Phrase(
                "The database refuses the user or the password",
                fr: "La base de données refuse l’utilisateur ou le mot de passe")
        case .databaseNotMigrated:
            Phrase("The database lacks its tables", fr: "Il manque des tables à la base de données")
        case .databaseReadOnly: Phrase("The database cannot be written", fr: "La base de données est en lecture seule")
        case .databaseLocked:
            Phrase(
                "The database is locked by another program",
                fr: "La base de données est verrouillée par un autre programme")
        case .databaseMismatch:
            Phrase(
                "Writer and reader use different databases", fr: "Écriture et lecture utilisent deux bases différentes")
        case .databaseCorrupt: Phrase("The database is damaged", fr: "La base de données est endommagée")
        case .diskFull: Phrase("The disk is full", fr: "Le disque est plein")
        case .portInUse: Phrase("Another program holds the port", fr: "Un autre programme occupe le port")
        case .serviceDown: Phrase("A service does not run", fr: "Un service ne tourne pas")
        case .serviceCrashLoop:
            Phrase("A service ends each time it starts", fr: "Un service s’arrête à chaque démarrage")
        case .apiUnreachable: Phrase("The page cannot reach the API", fr: "La page ne joint pas l’API")
        case .aiAuth: Phrase("The language model refuses the key", fr: "Le modèle de langage refuse la clé")
        case .aiQuota: Phrase("The language model’s quota is used up", fr: "Le quota du modèle de langage est épuisé")
        case .aiModelRetired:
            Phrase("The language model is no longer offered", fr: "Le modèle de langage n’est plus proposé")
        case .aiUnreachable: Phrase("The language model does not answer", fr: "Le modèle de langage ne répond pas")
        case .aiUngrounded:
            Phrase(
                "The language model’s text contradicts the data",
                fr: "Le texte du modèle de langage contredit les données")
        case .configurationInvalid: Phrase("The settings cannot be used", fr: "Les réglages sont inutilisables")
        default: Phrase(verbatim: rawValue)
        }
    }
}
