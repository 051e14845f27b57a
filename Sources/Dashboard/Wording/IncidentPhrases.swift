/// The words of the pages on incidents.
struct IncidentPhrases: Sendable {
    let heading: String
    let list: String
    let none: String
    let unavailable: String
    let notFound: String
    let skip: String
    let toPrice: String

    let began: String
    let lasted: String
    let cameBack: String
    let cameBackOnce: String
    let follows: String
    let consequences: String
    let more: String
    let older: String
    let all: String

    let context: String
    let symptom: String
    let diagnosis: String
    let resolution: String
    let lesson: String
    let notYet: String
    let evidence: String

    let count: String
    let detected: String
    let explained: String
    let recovered: String
    let returning: String
    let times: String

    static let english = IncidentPhrases(
        heading: "Incidents", list: "The log", none: "No incident recorded.",
        unavailable: "The incidents could not be read: the data service is not answering.",
        notFound: "There is no such incident.",
        skip: "Skip to the content", toPrice: "Price",
        began: "Began", lasted: "lasted {d}", cameBack: "came back {n} times", cameBackOnce: "came back once",
        follows: "Follows from", consequences: "What follows from it", more: "and {n} more", older: "Older incidents",
        all: "All incidents",
        context: "Context", symptom: "Symptom", diagnosis: "Diagnosis", resolution: "Resolution", lesson: "Lesson",
        notYet: "Nothing noted yet.",
        evidence: "Evidence",
        count: "incidents, {open} open", detected: "until noticed", explained: "until explained",
        recovered: "until over",
        returning: "What comes back", times: "{n} times")

    static let french = IncidentPhrases(
        heading: "Incidents", list: "Le journal", none: "Aucun incident noté.",
        unavailable: "Les incidents n’ont pas pu être lus\u{A0}: le service de données ne répond pas.",
        notFound: "Cet incident n’existe pas.",
        skip: "Aller au contenu", toPrice: "Cours",
        began: "Début", lasted: "a duré {d}", cameBack: "revenu {n} fois", cameBackOnce: "revenu une fois",
        follows: "Découle de", consequences: "Ce qui en découle", more: "et {n} de plus",
        older: "Incidents plus anciens", all: "Tous les incidents",
        context: "Contexte", symptom: "Symptôme", diagnosis: "Diagnostic", resolution: "Résolution",
        lesson: "Leçon apprise",
        notYet: "Rien de noté pour l’instant.", evidence: "Preuves",
        count: "incidents, dont {open} ouverts", detected: "avant d’être vus", explained: "avant d’être expliqués",
        recovered: "avant d’être finis",
        returning: "Ce qui revient", times: "{n} fois")
}
