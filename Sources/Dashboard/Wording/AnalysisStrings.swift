/// The strings of the analysis page.
struct AnalysisStrings: Sendable {
    let more: String
    let restsOn: String
    let showFacts: String
    let fact: String
    let value: String
    let price: String
    let change24h: String
    let change7d: String
    let range24h: String
    let volatility: String
    let usual: String
    let rsi: String
    let drawdown: String
    let largestMove: String
    let openHour: String
    let hours: String
    let hoursValue: String
    let disputed: String
    let outliers: String
    let newsMood: String
    let newsMoodValue: String
    let forecast: String
    let forecastNote: String
    let range80: String
    let range95: String
    let closesAt: String
    let articles: String
    let articlesNote: String

    static let english = AnalysisStrings(
        more: "What it rests on", restsOn: "What the analysis rests on", showFacts: "All values", fact: "Fact",
        value: "Value",
        price: "Price of the newest complete hour", change24h: "Change over 24 hours", change7d: "Change over 7 days",
        range24h: "Range over 24 hours", volatility: "Volatility over 24 hours", usual: "Usual volatility",
        rsi: "Relative strength index (14)", drawdown: "Below the highest price of 90 days",
        largestMove: "Largest move of an hour", openHour: "Since the newest complete hour",
        hours: "Hours of the last 24", hoursValue: "{n} of 24 known", disputed: "Hours on which the sources disagree",
        outliers: "Prices left out as outliers", newsMood: "Mood of the news over 24 hours",
        newsMoodValue: "{value} ({n} stories)", forecast: "Range of the close in 24 hours",
        forecastNote: "A range, not a prediction of the direction.", range80: "80 of 100 cases",
        range95: "95 of 100 cases", closesAt: "Close at", articles: "News near the largest move",
        articlesNote: "Near in time and meaning; that does not make them its cause.")

    static let french = AnalysisStrings(
        more: "Sur quoi elle repose", restsOn: "Sur quoi repose l’analyse", showFacts: "Toutes les valeurs",
        fact: "Donnée", value: "Valeur",
        price: "Cours de la dernière heure complète", change24h: "Variation sur 24\u{A0}heures",
        change7d: "Variation sur 7\u{A0}jours", range24h: "Amplitude sur 24\u{A0}heures",
        volatility: "Volatilité sur 24\u{A0}heures", usual: "Volatilité habituelle",
        rsi: "Indice de force relative (14)", drawdown: "Sous le plus haut de 90\u{A0}jours",
        largestMove: "Plus forte variation d’une heure", openHour: "Depuis la dernière heure complète",
        hours: "Heures connues sur 24", hoursValue: "{n} sur 24", disputed: "Heures où les sources divergent",
        outliers: "Cours écartés car aberrants", newsMood: "Tonalité des actualités sur 24\u{A0}heures",
        newsMoodValue: "{value} ({n}\u{A0}sujets)", forecast: "Intervalle de la clôture dans 24\u{A0}heures",
        forecastNote: "Un intervalle, pas une prévision de la direction.", range80: "80\u{A0}cas sur 100",
        range95: "95\u{A0}cas sur 100", closesAt: "Clôture le",
        articles: "Actualités proches de la plus forte variation",
        articlesNote: "Proches par le moment et le sens\u{A0}; elles n’en sont pas forcément la cause.")
}
