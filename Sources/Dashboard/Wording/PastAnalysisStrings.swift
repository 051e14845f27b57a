/// The strings of past analyses.
struct PastAnalysisStrings: Sendable {
    let heading: String
    let older: String
    let held: String
    let turnedOut: String
    let within80: String
    let within95: String
    let outside: String
    let pending: String

    static let english = PastAnalysisStrings(
        heading: "Past analyses", older: "Earlier analyses",
        held:
            "Made again from the stored hours, as known then. Closes within the 80% range 24 h later: {ok} of {n}.",
        turnedOut: "24 h later:", within80: "within the 80% range", within95: "within the 95% range only",
        outside: "outside both ranges", pending: "not known yet")

    static let french = PastAnalysisStrings(
        heading: "Analyses passées", older: "Analyses plus anciennes",
        held:
            "Recalculées à partir des heures enregistrées, telles que connues alors. Clôtures dans l’intervalle à "
            + "80\u{202F}% 24\u{A0}h plus tard\u{A0}: {ok} sur {n}.",
        turnedOut: "24\u{A0}h plus tard\u{A0}:", within80: "dans l’intervalle à 80\u{202F}%",
        within95: "seulement dans l’intervalle à 95\u{202F}%", outside: "hors des deux intervalles",
        pending: "pas encore connu")
}
