extension Cause {
    /// A heading for a person: a noun phrase without a full stop; the name of a cause that this version does not know.
    package var title: Phrase {
        switch self {
        case .sourceBlocked: Phrase("Access denied by source", fr: "Accès refusé par la source")
        case .sourceRateLimited: Phrase("Source rate limit reached", fr: "Limite de requêtes de la source atteinte")
        case .sourceChallenge: Phrase("Captcha required by source", fr: "Captcha exigé par la source")
        case .sourceDown: Phrase("Source unavailable", fr: "Source indisponible")
        case .sourceMalformed: Phrase("Unreadable response from source", fr: "Réponse illisible de la source")
        case .sourceStale: Phrase("Stale data from source", fr: "Données périmées de la source")
        case .networkDown: Phrase("Network unreachable", fr: "Réseau injoignable")
        case .dnsFailure: Phrase("DNS resolution failing", fr: "Échec de la résolution DNS")
        case .tlsFailure: Phrase("TLS connection failing", fr: "Échec de la connexion TLS")
        case .clockSkew: Phrase("System clock incorrect", fr: "Horloge système déréglée")
        case .scheduleMissing: Phrase("Collection not scheduled", fr: "Collecte non planifiée")
        case .scheduleStopped: Phrase("Collection schedule stopped", fr: "Planification de la collecte arrêtée")
        case .scheduleCommandBroken:
            Phrase("Scheduled command failing to start", fr: "Commande planifiée impossible à lancer")
        case .collectorHung: Phrase("Collection hung", fr: "Collecte bloquée")
        case .collectorCrashed: Phrase("Collection crashed", fr: "Collecte interrompue par un plantage")
        case .databaseUnreachable: Phrase("Database unreachable", fr: "Base de données injoignable")
        case .databaseAuth:
            Phrase("Database authentication failed", fr: "Échec de l’authentification à la base de données")
        case .databaseNotMigrated:
            Phrase("Database migrations pending", fr: "Migrations de la base de données en attente")
        case .databaseReadOnly: Phrase("Database read-only", fr: "Base de données en lecture seule")
        case .databaseLocked: Phrase("Database locked", fr: "Base de données verrouillée")
        case .databaseMismatch:
            Phrase(
                "Different databases for collection and API",
                fr: "Bases de données différentes pour la collecte et l’API")
        case .databaseCorrupt: Phrase("Database corrupt", fr: "Base de données corrompue")
        case .diskFull: Phrase("Disk full", fr: "Disque plein")
        case .portInUse: Phrase("Port already in use", fr: "Port déjà utilisé")
        case .serviceDown: Phrase("Service not running", fr: "Service arrêté")
        case .serviceCrashLoop: Phrase("Restart loop", fr: "Redémarrages en boucle")
        case .apiUnreachable: Phrase("API unreachable", fr: "API injoignable")
        case .aiAuth:
            Phrase("Language model authentication failed", fr: "Échec de l’authentification au modèle de langage")
        case .aiQuota: Phrase("Language model quota exhausted", fr: "Quota du modèle de langage épuisé")
        case .aiModelRetired: Phrase("Language model retired", fr: "Modèle de langage retiré")
        case .aiUnreachable: Phrase("Language model unreachable", fr: "Modèle de langage injoignable")
        case .aiUngrounded:
            Phrase(
                "Language model text not supported by the data", fr: "Texte du modèle de langage contraire aux données")
        case .configurationInvalid: Phrase("Invalid setting", fr: "Réglage invalide")
        default: Phrase(verbatim: rawValue)
        }
    }
}
