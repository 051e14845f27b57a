/// The strings around all pages: navigation, health, theme, time zone.
struct MastheadStrings: Sendable {
    let navigation: String
    let market: String
    let operations: String
    let healthy: String
    let delayed: String
    let degraded: String
    let unknown: String
    let theme: String
    let zone: String
    let zoneLocal: String
    let zoneNote: String
    let live: String
    let notLive: String
    let offline: String
    /// Beside a price that was converted.
    let exchangeRate: String

    static let english = MastheadStrings(
        navigation: "Pages", market: "Market", operations: "Operations", healthy: "All systems normal",
        delayed: "Prices delayed", degraded: "Service degraded", unknown: "Health unknown",
        theme: "Dark or light theme", zone: "Time zone: local or UTC", zoneLocal: "Local",
        zoneNote: "Times are in the zone {zone}.", live: "Live", notLive: "Not live: updated every 30 seconds",
        offline: "You are offline. This page shows the last data received.",
        exchangeRate: "{quote} 1 = {rate}, {source},")

    static let french = MastheadStrings(
        navigation: "Pages", market: "Marché", operations: "Exploitation", healthy: "Tout fonctionne",
        delayed: "Cours en retard", degraded: "Service dégradé", unknown: "État inconnu",
        theme: "Thème sombre ou clair", zone: "Fuseau horaire\u{A0}: local ou UTC", zoneLocal: "Local",
        zoneNote: "Les heures sont celles du fuseau {zone}.", live: "En direct",
        notLive: "Pas en direct\u{A0}: actualisation toutes les 30\u{A0}secondes",
        offline: "Vous êtes hors ligne. Cette page affiche les dernières données reçues.",
        exchangeRate: "1\u{A0}{quote} = {rate}, {source},")
}

/// What a reader of the market is told about trouble: one line, in the reader's words.
struct NoticeStrings: Sendable {
    let delayed: String
    let degraded: String
    let oneSource: String
    let noSource: String
    let news: String
    let sources: String
    let network: String
    let collection: String
    let database: String
    let service: String
    let details: String
    /// While the API does not respond.
    let outage: String
    /// Before the first collection.
    let empty: String
    let emptyTitle: String
    let outageTitle: String
    let intervals: String

    static let english = NoticeStrings(
        delayed: "Prices may be delayed: {reason}.", degraded: "Parts of this page may be out of date: {reason}.",
        oneSource: "one price source is not responding", noSource: "no price source is responding",
        news: "the news sources are not responding", sources: "{n} price sources are not responding",
        network: "the network is unreachable", collection: "the scheduled collection is not running",
        database: "the database is unavailable", service: "a part of the service is failing", details: "Details",
        outage: "The data service is not responding.",
        empty: "The first collection is running; prices appear within a minute.", emptyTitle: "No data yet",
        outageTitle: "Data unavailable", intervals: "Interval")

    static let french = NoticeStrings(
        delayed: "Les cours peuvent être en retard\u{A0}: {reason}.",
        degraded: "Une partie de cette page n’est peut-être plus à jour\u{A0}: {reason}.",
        oneSource: "une source de cours ne répond pas", noSource: "aucune source de cours ne répond",
        news: "les sources d’actualités ne répondent pas", sources: "{n}\u{A0}sources de cours ne répondent pas",
        network: "le réseau est injoignable", collection: "la collecte planifiée ne s’exécute pas",
        database: "la base de données est indisponible", service: "une partie du service est en panne",
        details: "Détails", outage: "Le service de données ne répond pas.",
        empty: "La première collecte est en cours\u{A0}; les cours s’affichent dans la minute.",
        emptyTitle: "Pas encore de données", outageTitle: "Données indisponibles", intervals: "Intervalle")
}
