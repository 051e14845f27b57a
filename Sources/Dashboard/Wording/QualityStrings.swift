/// The strings of the quality of the analysis, on the pages of the analysis and of the operations.
struct QualityStrings: Sendable {
    let heading: String
    let trackRecord: String
    let trackRecordNote: String
    let question: String
    let yes: String
    let no: String
    let thanks: String
    let figure: String
    let value: String
    let written: String
    let ofTotal: String
    let requests: String
    let withErrors: String
    let latency: String
    let latencyValue: String
    let tokens: String
    let tokensValue: String
    let cost: String
    let costValue: String
    let withoutPrice: String
    let length: String
    let mood: String
    let mix: String
    let changed: String
    let unchanged: String
    let feedback: String
    let fallbacks: String
    let refusals: String
    let unknown: String
    let note: String

    static let english = QualityStrings(
        heading: "Quality of the analysis", trackRecord: "How earlier analyses turned out",
        trackRecordNote: "Of 30 days. Each label and each range is compared once its 24 hours have passed.",
        question: "Was this analysis helpful?", yes: "Yes", no: "No", thanks: "Your answer has been recorded.",
        figure: "Figure", value: "Value", written: "Texts of the language model that were accepted",
        ofTotal: "{n} of {total}", requests: "Requests sent", withErrors: "{n}, {share} without a text",
        latency: "Response time", latencyValue: "{p50} s (median), {p95} s (95%), {p99} s (99%)", tokens: "Tokens",
        tokensValue: "{in} in, {out} out", cost: "Cost", costValue: "{n} US dollars",
        withoutPrice: "(requests whose price is not known: {n})", length: "Length of the texts",
        mood: "Mood of the news", mix: "Mix of the trend labels", changed: "changed in the last 28 days",
        unchanged: "no change in the last 28 days", feedback: "Found helpful",
        fallbacks: "Why the built-in analyst wrote instead", refusals: "Why texts were refused", unknown: "unknown",
        note: "Of 30 days, in all processes.")

    static let french = QualityStrings(
        heading: "Qualité de l’analyse", trackRecord: "Ce que valaient les analyses précédentes",
        trackRecordNote:
            "Sur 30\u{A0}jours. Chaque tendance et chaque intervalle sont comparés une fois leurs 24\u{A0}heures passées.",
        question: "Cette analyse vous a-t-elle été utile\u{A0}?", yes: "Oui", no: "Non",
        thanks: "Votre réponse est enregistrée.", figure: "Mesure", value: "Valeur",
        written: "Textes du modèle de langage acceptés", ofTotal: "{n} sur {total}", requests: "Requêtes envoyées",
        withErrors: "{n}, dont {share} sans texte", latency: "Temps de réponse",
        latencyValue: "{p50}\u{A0}s (médiane), {p95}\u{A0}s (95\u{202F}%), {p99}\u{A0}s (99\u{202F}%)",
        tokens: "Tokens", tokensValue: "{in} en entrée, {out} en sortie", cost: "Coût",
        costValue: "{n}\u{A0}dollars", withoutPrice: "(requêtes au prix inconnu\u{A0}: {n})",
        length: "Longueur des textes", mood: "Tonalité des actualités", mix: "Répartition des tendances",
        changed: "a changé ces 28 derniers jours", unchanged: "sans changement ces 28 derniers jours",
        feedback: "Jugées utiles", fallbacks: "Pourquoi l’analyste intégré a rédigé à la place",
        refusals: "Pourquoi des textes ont été refusés", unknown: "inconnu",
        note: "Sur 30\u{A0}jours, tous processus confondus.")
}
