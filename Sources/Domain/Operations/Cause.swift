/// A root cause: the list of the contract, shared by `doctor`, `why`, incidents, alerts and metrics.
package struct Cause: OpenEnum {
    package let rawValue: String
    package init(rawValue: String) { self.rawValue = rawValue }

    package static let sourceBlocked = Cause(rawValue: "source-blocked")
    package static let sourceRateLimited = Cause(rawValue: "source-rate-limited")
    package static let sourceChallenge = Cause(rawValue: "source-challenge")
    package static let sourceLoginPage = Cause(rawValue: "source-login-page")
    package static let sourceDown = Cause(rawValue: "source-down")
    package static let sourceMalformed = Cause(rawValue: "source-malformed")
    package static let sourceStale = Cause(rawValue: "source-stale")
    /// Its prices are too far from those of the other sources.
    package static let sourceDisagrees = Cause(rawValue: "source-disagrees")
    package static let networkDown = Cause(rawValue: "network-down")
    package static let dnsFailure = Cause(rawValue: "dns-failure")
    package static let tlsFailure = Cause(rawValue: "tls-failure")
    package static let tlsExpired = Cause(rawValue: "tls-expired")
    package static let tlsNameMismatch = Cause(rawValue: "tls-name-mismatch")
    package static let clockSkew = Cause(rawValue: "clock-skew")
    package static let scheduleMissing = Cause(rawValue: "schedule-missing")
    package static let scheduleStopped = Cause(rawValue: "schedule-stopped")
    package static let scheduleCommandBroken = Cause(rawValue: "schedule-command-broken")
    package static let collectorHung = Cause(rawValue: "collector-hung")
    package static let collectorCrashed = Cause(rawValue: "collector-crashed")
    package static let databaseUnreachable = Cause(rawValue: "database-unreachable")
    package static let databaseAuth = Cause(rawValue: "database-auth")
    package static let databaseNotMigrated = Cause(rawValue: "database-not-migrated")
    package static let databaseReadOnly = Cause(rawValue: "database-read-only")
    package static let databaseLocked = Cause(rawValue: "database-locked")
    /// Writer and reader use different databases.
    package static let databaseMismatch = Cause(rawValue: "database-mismatch")
    package static let databaseCorrupt = Cause(rawValue: "database-corrupt")
    package static let databaseSchemaDamaged = Cause(rawValue: "database-schema-damaged")
    /// The file was deleted, or another one was put in its place, under a running service.
    package static let databaseReplaced = Cause(rawValue: "database-replaced")
    package static let databaseConnectionsExhausted = Cause(rawValue: "database-connections-exhausted")
    package static let diskFull = Cause(rawValue: "disk-full")
    /// A process of the service has as many files and connections open as it may.
    package static let descriptorsExhausted = Cause(rawValue: "descriptors-exhausted")
    package static let portInUse = Cause(rawValue: "port-in-use")
    package static let serviceDown = Cause(rawValue: "service-down")
    package static let serviceCrashLoop = Cause(rawValue: "service-crash-loop")
    package static let apiUnreachable = Cause(rawValue: "api-unreachable")
    /// The dashboard asks itself, or another program, instead of the API.
    package static let dashboardMisdirected = Cause(rawValue: "dashboard-misdirected")
    package static let aiAuth = Cause(rawValue: "ai-auth")
    package static let aiQuota = Cause(rawValue: "ai-quota")
    package static let aiModelRetired = Cause(rawValue: "ai-model-retired")
    package static let aiUnreachable = Cause(rawValue: "ai-unreachable")
    package static let aiUngrounded = Cause(rawValue: "ai-ungrounded")
    package static let aiDegraded = Cause(rawValue: "ai-degraded")
    package static let configurationInvalid = Cause(rawValue: "configuration-invalid")
    package static let settingsDiffer = Cause(rawValue: "settings-differ")
    package static let unitMasked = Cause(rawValue: "unit-masked")
    package static let outOfMemory = Cause(rawValue: "out-of-memory")
    package static let cronRefused = Cause(rawValue: "cron-refused")
    package static let releaseFailed = Cause(rawValue: "release-failed")

    /// Every cause that this version knows, with a heading for a person: a noun phrase without a full stop. In the
    /// order in which they are listed.
    private static let titles: [(cause: Cause, title: Phrase)] = [
        (.sourceBlocked, Phrase("Access denied by source", fr: "Accès refusé par la source")),
        (.sourceRateLimited, Phrase("Source rate limit reached", fr: "Limite de requêtes de la source atteinte")),
        (.sourceChallenge, Phrase("Captcha required by source", fr: "Captcha exigé par la source")),
        (.sourceLoginPage, Phrase("Login page instead of data", fr: "Page de connexion au lieu de données")),
        (.sourceDown, Phrase("Source unavailable", fr: "Source indisponible")),
        (.sourceMalformed, Phrase("Unreadable response from source", fr: "Réponse illisible de la source")),
        (.sourceStale, Phrase("Stale data from source", fr: "Données périmées de la source")),
        (.sourceDisagrees, Phrase("Source disagrees with the others", fr: "Source en désaccord avec les autres")),
        (.networkDown, Phrase("Network unreachable", fr: "Réseau injoignable")),
        (.dnsFailure, Phrase("DNS resolution failing", fr: "Échec de la résolution DNS")),
        (.tlsFailure, Phrase("TLS connection failing", fr: "Échec de la connexion TLS")),
        (.tlsExpired, Phrase("TLS certificate expired", fr: "Certificat TLS expiré")),
        (.tlsNameMismatch, Phrase("TLS certificate for another name", fr: "Certificat TLS établi pour un autre nom")),
        (.clockSkew, Phrase("System clock incorrect", fr: "Horloge système déréglée")),
        (.scheduleMissing, Phrase("Collection not scheduled", fr: "Collecte non planifiée")),
        (.scheduleStopped, Phrase("Collection schedule stopped", fr: "Planification de la collecte arrêtée")),
        (
            .scheduleCommandBroken,
            Phrase("Scheduled command failing to start", fr: "Commande planifiée impossible à lancer")
        ),
        (.collectorHung, Phrase("Collection hung", fr: "Collecte bloquée")),
        (.collectorCrashed, Phrase("Collection crashed", fr: "Collecte interrompue par un plantage")),
        (.databaseUnreachable, Phrase("Database unreachable", fr: "Base de données injoignable")),
        (
            .databaseAuth,
            Phrase("Database authentication failed", fr: "Échec de l’authentification à la base de données")
        ),
        (
            .databaseNotMigrated,
            Phrase("Database migrations pending", fr: "Migrations de la base de données en attente")
        ),
        (.databaseReadOnly, Phrase("Database read-only", fr: "Base de données en lecture seule")),
        (.databaseLocked, Phrase("Database locked", fr: "Base de données verrouillée")),
        (
            .databaseMismatch,
            Phrase(
                "Different databases for collection and API",
                fr: "Bases de données différentes pour la collecte et l’API")
        ),
        (.databaseCorrupt, Phrase("Database corrupt", fr: "Base de données corrompue")),
        (
            .databaseSchemaDamaged,
            Phrase("Database tables damaged", fr: "Tables de la base de données endommagées")
        ),
        (.databaseReplaced, Phrase("Database file replaced", fr: "Fichier de la base de données remplacé")),
        (
            .databaseConnectionsExhausted,
            Phrase("Database connections exhausted", fr: "Connexions à la base de données épuisées")
        ),
        (.diskFull, Phrase("Disk full", fr: "Disque plein")),
        (.descriptorsExhausted, Phrase("File descriptors exhausted", fr: "Descripteurs de fichier épuisés")),
        (.portInUse, Phrase("Port already in use", fr: "Port déjà utilisé")),
        (.serviceDown, Phrase("Service not running", fr: "Service arrêté")),
        (.serviceCrashLoop, Phrase("Restart loop", fr: "Redémarrages en boucle")),
        (.apiUnreachable, Phrase("API unreachable", fr: "API injoignable")),
        (.dashboardMisdirected, Phrase("Dashboard misdirected", fr: "Tableau de bord mal dirigé")),
        (
            .aiAuth,
            Phrase("Language model authentication failed", fr: "Échec de l’authentification au modèle de langage")
        ),
        (.aiQuota, Phrase("Language model quota exhausted", fr: "Quota du modèle de langage épuisé")),
        (.aiModelRetired, Phrase("Language model retired", fr: "Modèle de langage retiré")),
        (.aiUnreachable, Phrase("Language model unreachable", fr: "Modèle de langage injoignable")),
        (
            .aiUngrounded,
            Phrase(
                "Language model text not supported by the data", fr: "Texte du modèle de langage contraire aux données")
        ),
        (.aiDegraded, Phrase("Quality of the analysis degraded", fr: "Qualité de l’analyse en baisse")),
        (.configurationInvalid, Phrase("Invalid setting", fr: "Réglage invalide")),
        (
            .settingsDiffer,
            Phrase("Settings of this shell differ", fr: "Réglages de ce shell différents de ceux du service")
        ),
        (.unitMasked, Phrase("Unit masked", fr: "Unité masquée")),
        (.outOfMemory, Phrase("Out of memory", fr: "Mémoire épuisée")),
        (.cronRefused, Phrase("Crontab refused by cron", fr: "Crontab refusée par cron")),
        (.releaseFailed, Phrase("Release failed", fr: "Échec d’une nouvelle version")),
    ]

    package static let known = titles.map(\.cause)

    private static let titleByCause = Dictionary(uniqueKeysWithValues: titles.map { ($0.cause, $0.title) })

    /// A noun phrase without a full stop; the name of a cause that this version does not know.
    package var title: Phrase { Self.titleByCause[self] ?? Phrase(verbatim: rawValue) }
}
