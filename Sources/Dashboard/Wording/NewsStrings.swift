/// The strings of the news page.
struct NewsStrings: Sendable {
    let search: String
    let searchHint: String
    let language: String
    let anyLanguage: String
    let english: String
    let french: String
    let publisher: String
    let mood: String
    let anyMood: String
    let show: String
    let reset: String
    let none: String
    let older: String
    let all: String
    let chart: String
    let moodTitle: String

    static let english = NewsStrings(
        search: "Search", searchHint: "halving, ETF…", language: "Language", anyLanguage: "Any", english: "English",
        french: "French", publisher: "Publisher", mood: "Mood", anyMood: "Any", show: "Show", reset: "Reset",
        none: "No story matches. Change the search or reset it.", older: "Older stories", all: "All news",
        chart: "Mood of the news per day as bars, closing price as a line, last 30 days",
        moodTitle: "Mood and price, last 30 days")

    static let french = NewsStrings(
        search: "Recherche", searchHint: "halving, ETF…", language: "Langue", anyLanguage: "Toutes",
        english: "Anglais", french: "Français", publisher: "Média", mood: "Tonalité", anyMood: "Toutes",
        show: "Afficher", reset: "Réinitialiser",
        none: "Aucun sujet ne correspond. Modifiez la recherche ou réinitialisez-la.", older: "Sujets plus anciens",
        all: "Toutes les actualités",
        chart: "Tonalité des actualités par jour en barres, cours de clôture en courbe, 30\u{A0}derniers jours",
        moodTitle: "Tonalité et cours, 30\u{A0}derniers jours")
}
