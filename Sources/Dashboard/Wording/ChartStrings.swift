/// A range of the chart on its button, in a caption, and behind a change.
struct RangeNames: Sendable {
    let label: String
    let name: String
    let span: String
}

struct ChartRangeNames: Sendable {
    let day: RangeNames
    let week: RangeNames
    let month: RangeNames
    let quarter: RangeNames
    let year: RangeNames
    let all: RangeNames

    static let english = ChartRangeNames(
        day: RangeNames(label: "24 h", name: "last 24 hours", span: "in 24 hours"),
        week: RangeNames(label: "7 d", name: "last 7 days", span: "in 7 days"),
        month: RangeNames(label: "30 d", name: "last 30 days", span: "in 30 days"),
        quarter: RangeNames(label: "3 m", name: "last 3 months", span: "in 3 months"),
        year: RangeNames(label: "1 y", name: "last 12 months", span: "in 12 months"),
        all: RangeNames(label: "All", name: "all stored prices", span: "in the stored history"))

    static let french = ChartRangeNames(
        day: RangeNames(
            label: "24\u{A0}h", name: "24\u{A0}dernières heures", span: "sur 24\u{A0}heures"),
        week: RangeNames(label: "7\u{A0}j", name: "7\u{A0}derniers jours", span: "sur 7\u{A0}jours"),
        month: RangeNames(label: "30\u{A0}j", name: "30\u{A0}derniers jours", span: "sur 30\u{A0}jours"),
        quarter: RangeNames(label: "3\u{A0}m", name: "3\u{A0}derniers mois", span: "sur 3\u{A0}mois"),
        year: RangeNames(label: "1\u{A0}an", name: "12\u{A0}derniers mois", span: "sur 12\u{A0}mois"),
        all: RangeNames(label: "Tout", name: "tous les cours conservés", span: "sur l’historique conservé"))
}

/// The strings of the interactive chart, sent with its data.
struct ChartLabels: Encodable, Sendable {
    let line: String
    let candles: String
    let style: String
    let indicators: String
    let open: String
    let high: String
    let low: String
    let close: String
    let openLong: String
    let highLong: String
    let lowLong: String
    let closeLong: String
    let volume: String
    let average: String
    let exponential: String
    let bands: String
    let strength: String
    /// Returns to the newest candle.
    let now: String
    let current: String
    let doubt: String
    let loading: String
    let failed: String
    let keys: String
    let table: String
    let time: String
    let change: String
    let forecast: String

    static let english = ChartLabels(
        line: "Line", candles: "Candles", style: "Chart style", indicators: "Indicators", open: "O", high: "H",
        low: "L", close: "C", openLong: "Open", highLong: "High", lowLong: "Low", closeLong: "Close", volume: "Volume",
        average: "SMA {n}", exponential: "EMA {n}",
        bands: "Bollinger bands", strength: "RSI {n}", now: "Back to now", current: "Current price",
        doubt: "The sources disagree on this price", loading: "Loading older prices…",
        failed: "The older prices could not be loaded.",
        keys: "Chart. Left and right arrows move, plus and minus zoom, End returns to now.", table: "Show as a table",
        time: "Time", change: "Change", forecast: "80% range of the next 24 h")

    static let french = ChartLabels(
        line: "Courbe", candles: "Chandeliers", style: "Style du graphique", indicators: "Indicateurs", open: "O",
        high: "H", low: "B", close: "C", openLong: "Ouverture", highLong: "Plus haut", lowLong: "Plus bas",
        closeLong: "Clôture", volume: "Volume", average: "MM {n}", exponential: "MME {n}",
        bands: "Bandes de Bollinger", strength: "RSI {n}", now: "Revenir au présent", current: "Cours actuel",
        doubt: "Les sources divergent sur ce cours", loading: "Chargement des cours plus anciens…",
        failed: "Les cours plus anciens n’ont pas pu être chargés.",
        keys: "Graphique. Les flèches gauche et droite déplacent, plus et moins zooment, Fin revient au présent.",
        table: "Afficher en tableau", time: "Heure", change: "Variation",
        forecast: "Intervalle à 80\u{A0}% des 24\u{A0}h à venir")
}
