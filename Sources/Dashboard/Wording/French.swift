extension DashboardStrings {
    static let french = DashboardStrings(
        code: "fr",
        title: "Bitcoin Analyzer",
        description: "Cours du bitcoin, actualités et courte analyse du marché, mis à jour automatiquement.",
        skipToContent: "Aller au contenu",
        languageSwitch: "Langue",
        simulated: "Données simulées\u{A0}: les cours, les actualités et l’analyse de cette page ne sont pas réels.",
        connectionLost: "Connexion perdue. Cette page affiche les dernières données reçues.",

        price: "Cours",
        priceIn: "Cours du bitcoin ({quote})",
        over24Hours: "sur 24\u{A0}h",
        changeUnknown: "Variation sur 24\u{A0}h indisponible\u{A0}: pas de cours d’il y a 24\u{A0}heures",
        stale: "Ce cours n’est plus à jour\u{A0}: aucun cours plus récent n’a été collecté.",
        source: "Source\u{A0}:",
        priceAnnouncement: "Bitcoin\u{A0}: {price}, {change}",

        chart: "Graphique du cours",
        range: "Période",
        ranges: ChartRangeNames(
            day: "24\u{A0}h", week: "7\u{A0}j", month: "30\u{A0}j", lastDay: "24\u{A0}dernières heures",
            lastWeek: "7\u{A0}derniers jours",
            lastMonth: "30\u{A0}derniers jours"),
        chartDescription:
            "Cours de clôture du bitcoin, {range}\u{A0}: de {first} à {last}, plus bas {low}, plus haut {high}. {gaps}",
        noHourMissing: "Aucune heure ne manque.",
        oneHourMissing: "1\u{A0}heure manque (zone grisée).",
        hoursMissing: "{n}\u{A0}heures manquent (zones grisées).",
        chartCredit: "Graphique interactif\u{A0}: TradingView Lightweight Charts™",

        analysis: "Analyse",
        trend: "Dernières 24\u{A0}h\u{A0}:",
        trends: TrendNames(bullish: "nette hausse", bearish: "nette baisse", stable: "pas de direction nette"),
        volatility: "Volatilité\u{A0}:",
        volatilities: VolatilityNames(low: "faible", normal: "normale", high: "élevée"),
        low24Hours: "Plus bas sur 24\u{A0}h",
        high24Hours: "Plus haut sur 24\u{A0}h",
        volatility24Hours: "Volatilité sur 24\u{A0}h\u{A0}:",
        usually: "d’habitude {value}",
        forecastRange:
            "Clôture dans 24\u{A0}h\u{A0}: entre {low} et {high} dans 80\u{A0}cas sur 100. Entre-temps, le cours n’en sort "
            + "pas dans environ 60\u{A0}cas.",
        unknown: "inconnue",
        asOf: "Données du",
        writtenBy: "Rédigée par",
        embeddedAnalyst: "l’analyste intégré",
        notAdvice: "À titre d’information, pas un conseil financier.",

        news: "Actualités",
        newTab: "(s’ouvre dans un nouvel onglet)",
        undated: "sans date",
        mood: MoodStrings(
            positive: "positive", neutral: "neutre", negative: "négative",
            label: "Tonalité\u{A0}: {tone}, {value}",
            stories: "Tonalité du {day}\u{A0}: {value} ({n}\u{A0}sujets)",
            oneStory: "Tonalité du {day}\u{A0}: {value} (1\u{A0}sujet)",
            oneReport: "Aussi publié par {publisher}", reports: "{n}\u{A0}autres publications"),

        closes: "Clôtures horaires",
        closesCaption: "{n}\u{A0}derniers cours de clôture horaires, du plus récent au plus ancien.",
        doubtfulHour: "Les sources divergent sur ce cours",
        oneDoubtfulHour: "1\u{A0}heure sur laquelle les sources divergent",
        doubtfulHours: "{n}\u{A0}heures sur lesquelles les sources divergent",
        oneCloseCaption: "Dernier cours de clôture horaire.",
        closedAt: "Heure de clôture (UTC)",
        close: "Clôture",
        hourlyChange: "Variation",
        closesWithGaps: "Les heures manquantes n’y figurent pas.",

        justNow: "à l’instant",
        minutesAgo: "il y a {n}\u{A0}min",
        hoursAgo: "il y a {n}\u{A0}h",
        daysAgo: "il y a {n}\u{A0}jours",
        months: ["janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc."],

        missing: UnavailableStrings(
            priceEmpty: "Aucun cours n’a encore été collecté. Il s’affichera ici après la première collecte.",
            priceUnavailable: "Le cours est indisponible\u{A0}: le service de données ne répond pas.",
            candlesEmpty: "Aucun cours horaire n’a encore été collecté.",
            candlesUnavailable: "Les cours horaires sont indisponibles\u{A0}: le service de données ne répond pas.",
            newsEmpty: "Aucune actualité n’a encore été collectée.",
            newsUnavailable: "Les actualités sont indisponibles\u{A0}: le service de données ne répond pas.",
            analysisEmpty: "Pas encore d’analyse\u{A0}: il faut au moins une heure complète.",
            analysisUnavailable: "L’analyse est indisponible\u{A0}: le service de données ne répond pas."),
        incidents: .french, sources: .french,
        lastKnown: "Dernières données connues, reçues",
        timeZone: "Toutes les heures sont en UTC.")
}
