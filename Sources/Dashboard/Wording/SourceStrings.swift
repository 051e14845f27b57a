/// The strings of the page of the sources.
struct SourceStrings: Sendable {
    let heading: String
    let prices: String
    let feeds: String
    let none: String
    let unavailable: String
    let withheld: String
    let showWithToken: String
    let responds: String
    let failing: String
    let silent: String
    let notAsked: String
    let lastAnswer: String
    let never: String
    let next: String

    static let english = SourceStrings(
        heading: "Sources", prices: "Price sources", feeds: "News feeds", none: "No source has been asked yet.",
        unavailable: "The sources are unavailable: the data service is not responding.",
        withheld: "The state of the sources is for operators only.", showWithToken: "Show with the token",
        responds: "responding", failing: "failing", silent: "silent", notAsked: "not asked",
        lastAnswer: "Last response",
        never: "no response yet", next: "next request after {time}: {reason}")

    static let french = SourceStrings(
        heading: "Sources", prices: "Sources de cours", feeds: "Flux d’actualités",
        none: "Aucune source n’a encore été interrogée.",
        unavailable: "Les sources sont indisponibles\u{A0}: le service de données ne répond pas.",
        withheld: "L’état des sources est réservé aux exploitants.", showWithToken: "Afficher avec le jeton",
        responds: "répond", failing: "en échec", silent: "silencieuse", notAsked: "non interrogée",
        lastAnswer: "Dernière réponse",
        never: "pas encore de réponse", next: "prochaine requête après le {time}\u{A0}: {reason}")
}
