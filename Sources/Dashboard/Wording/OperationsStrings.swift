/// The strings of the operations page.
struct OperationsStrings: Sendable {
    let heading: String
    let well: String
    let oneProblem: String
    let problems: String
    let unknown: String
    let unavailable: String
    let unexplained: String
    let overview: String
    let prices: String
    let news: String
    let schedule: String
    let services: String
    let database: String
    let incidents: String
    let fresh: String
    let stale: String
    let none: String
    let sourcesResponding: String
    let feedsResponding: String
    let runsWell: String
    let lastRun: String
    let unitsRunning: String
    let notManaged: String
    let stored: String
    let noneOwed: String
    let owed: String
    let noneOpen: String
    let openIncidents: String
    let recentIncidents: String
    let sources: String
    let source: String
    let state: String
    let share: String
    let lastResponse: String
    let lastFailure: String
    let runs: String
    let runsDescription: String
    let started: String
    let duration: String
    let outcome: String
    let command: String
    let newCandles: String
    let trace: String
    let inProgress: String
    let unit: String
    let restarts: String
    let since: String
    let version: String
    let asOf: String
    let run: String
    let runNotFound: String
    let parts: String
    let fetched: String
    let new: String
    let result: String
    let builtIn: String
    let modelWrites: String
    let modelFailed: String
    let timeline: String
    let timelineNote: String
    let timelineEmpty: String
    let timelineCut: String
    let message: String
    let releases: String
    let releaseMark: String
    let deployed: String

    static let english = OperationsStrings(
        heading: "Operations", well: "All systems are operating normally.", oneProblem: "One problem: {causes}.",
        problems: "{n} problems: {causes}.", unknown: "The health of the service is not known.",
        unavailable: "The status is unavailable: the data service is not responding.", unexplained: "unexplained",
        overview: "Overview", prices: "Prices", news: "News", schedule: "Schedule", services: "Services",
        database: "Database", incidents: "Incidents", fresh: "fresh", stale: "stale", none: "none yet",
        sourcesResponding: "{ok} of {n} sources responding", feedsResponding: "{ok} of {n} feeds responding",
        runsWell: "{ok} of the last {n} runs succeeded", lastRun: "last run", unitsRunning: "{ok} of {n} units running",
        notManaged: "not managed by systemd", stored: "{n} hours stored", noneOwed: "no gaps", owed: "{n} missing",
        noneOpen: "none open", openIncidents: "Open incidents", recentIncidents: "Resolved recently",
        sources: "Sources", source: "Source", state: "State", share: "Share of hours", lastResponse: "Last response",
        lastFailure: "Last failure", runs: "Collection runs",
        runsDescription:
            "The last {n} runs, the newest on the right: {ok} succeeded, {degraded} in part, {failed} failed",
        started: "Started", duration: "Duration", outcome: "Outcome", command: "Command", newCandles: "New",
        trace: "Trace", inProgress: "in progress", unit: "Unit", restarts: "Restarts", since: "Since",
        version: "Version", asOf: "As of", run: "Collection run", runNotFound: "Run not found among the last ones.",
        parts: "Sources asked", fetched: "Received", new: "New", result: "Result", builtIn: "built-in analyst",
        modelWrites: "language model", modelFailed: "built-in, model failed", timeline: "Timeline of the trace",
        timelineNote: "What records and logs say about it, on every process that took part.",
        timelineEmpty: "Records and logs say nothing about it any more.",
        timelineCut: "Earlier entries are left out.", message: "Message",
        releases: "Releases", releaseMark: "Release {version}", deployed: "Deployed")

    static let french = OperationsStrings(
        heading: "Exploitation", well: "Tous les systèmes fonctionnent normalement.",
        oneProblem: "Un problème\u{A0}: {causes}.", problems: "{n}\u{A0}problèmes\u{A0}: {causes}.",
        unknown: "L’état du service n’est pas connu.",
        unavailable: "L’état est indisponible\u{A0}: le service de données ne répond pas.", unexplained: "inexpliqué",
        overview: "Vue d’ensemble", prices: "Cours", news: "Actualités", schedule: "Planification",
        services: "Services", database: "Base de données", incidents: "Incidents", fresh: "à jour",
        stale: "périmés", none: "encore aucun", sourcesResponding: "{ok} sources sur {n} répondent",
        feedsResponding: "{ok} flux sur {n} répondent", runsWell: "{ok} des {n} dernières collectes réussies",
        lastRun: "dernière collecte", unitsRunning: "{ok} unités sur {n} actives",
        notManaged: "non géré par systemd", stored: "{n}\u{A0}heures conservées", noneOwed: "aucun trou",
        owed: "{n} manquantes", noneOpen: "aucun ouvert", openIncidents: "Incidents ouverts",
        recentIncidents: "Résolus récemment", sources: "Sources", source: "Source", state: "État",
        share: "Part des heures", lastResponse: "Dernière réponse", lastFailure: "Dernier échec", runs: "Collectes",
        runsDescription:
            "Les {n} dernières collectes, la plus récente à droite\u{A0}: {ok} réussies, {degraded} en partie, "
            + "{failed} en échec",
        started: "Début", duration: "Durée", outcome: "Issue", command: "Commande", newCandles: "Nouveaux",
        trace: "Trace", inProgress: "en cours", unit: "Unité", restarts: "Redémarrages", since: "Depuis",
        version: "Version", asOf: "État du", run: "Collecte",
        runNotFound: "Collecte introuvable parmi les dernières.", parts: "Sources interrogées", fetched: "Reçus",
        new: "Nouveaux", result: "Résultat", builtIn: "analyste intégré", modelWrites: "modèle de langage",
        modelFailed: "analyste intégré, échec du modèle", timeline: "Chronologie de la trace",
        timelineNote: "Ce qu’en disent les enregistrements et les journaux de tous les processus concernés.",
        timelineEmpty: "Les enregistrements et les journaux n’en disent plus rien.",
        timelineCut: "Les entrées plus anciennes sont omises.", message: "Message",
        releases: "Versions déployées", releaseMark: "Version {version}", deployed: "Mise en service")
}
