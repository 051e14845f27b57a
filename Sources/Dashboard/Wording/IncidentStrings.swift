/// The strings of the incident pages.
struct IncidentStrings: Sendable {
    let heading: String
    let list: String
    let none: String
    let unavailable: String
    let notFound: String

    let began: String
    let duration: String
    let reopened: String
    let reopenedOnce: String
    let causedBy: String
    let consequences: String
    let openIncidents: String
    let oneOpenIncident: String
    let older: String
    let all: String

    let context: String
    let symptom: String
    let diagnosis: String
    let resolution: String
    let lesson: String
    let notRecorded: String
    let evidence: String
    let evidenceWithheld: String
    let showEvidence: String

    let count: Count
    let timeToDetect: String
    let timeToDiagnose: String
    let timeToRecover: String
    let recurring: String
    let times: String

    /// The label below the number of incidents.
    struct Count: Sendable {
        let one: String
        let many: String
        /// How many are open.
        let noneOpen: String
        let oneOpen: String
        let manyOpen: String
    }

    func countLabel(_ count: Int, open: Int) -> String {
        let openLabel =
            switch open {
            case 0: self.count.noneOpen
            case 1: self.count.oneOpen
            default: DashboardStrings.fill(self.count.manyOpen, ["open": "\(open)"])
            }
        return (count == 1 ? self.count.one : self.count.many) + ", " + openLabel
    }

    /// `2 open incidents`.
    func openLabel(_ open: Int) -> String {
        open == 1 ? oneOpenIncident : DashboardStrings.fill(openIncidents, ["n": "\(open)"])
    }

    static let english = IncidentStrings(
        heading: "Incidents", list: "History", none: "No incidents recorded.",
        unavailable: "The incidents are unavailable: the data service is not responding.",
        notFound: "Incident not found.",
        began: "Started", duration: "lasted {d}", reopened: "reopened {n} times", reopenedOnce: "reopened once",
        causedBy: "Caused by incident {id}", consequences: "Consequences",
        openIncidents: "{n} open incidents", oneOpenIncident: "1 open incident", older: "Older incidents",
        all: "All incidents",
        context: "Context", symptom: "Symptom", diagnosis: "Diagnosis", resolution: "Resolution", lesson: "Lesson",
        notRecorded: "Not recorded yet.", evidence: "Evidence",
        evidenceWithheld: "The evidence is for operators only.", showEvidence: "Show with the token",
        count: Count(
            one: "incident", many: "incidents", noneOpen: "none open", oneOpen: "1 open", manyOpen: "{open} open"),
        timeToDetect: "mean time to detect", timeToDiagnose: "mean time to explain",
        timeToRecover: "mean time to recover",
        recurring: "Recurring incidents", times: "{n} times")

    static let french = IncidentStrings(
        heading: "Incidents", list: "Historique", none: "Aucun incident enregistré.",
        unavailable: "Les incidents sont indisponibles\u{A0}: le service de données ne répond pas.",
        notFound: "Incident introuvable.",
        began: "Commencé", duration: "durée\u{A0}: {d}", reopened: "rouvert {n}\u{A0}fois",
        reopenedOnce: "rouvert une fois",
        causedBy: "Causé par l’incident {id}", consequences: "Conséquences",
        openIncidents: "{n}\u{A0}incidents ouverts", oneOpenIncident: "1\u{A0}incident ouvert",
        older: "Incidents plus anciens",
        all: "Tous les incidents",
        context: "Contexte", symptom: "Symptôme", diagnosis: "Diagnostic", resolution: "Résolution",
        lesson: "Leçon apprise",
        notRecorded: "Pas encore renseigné.", evidence: "Preuves",
        evidenceWithheld: "Les preuves sont réservées aux exploitants.", showEvidence: "Afficher avec le jeton",
        count: Count(
            one: "incident", many: "incidents", noneOpen: "aucun ouvert", oneOpen: "dont 1\u{A0}ouvert",
            manyOpen: "dont {open}\u{A0}ouverts"),
        timeToDetect: "délai moyen de détection", timeToDiagnose: "délai moyen d’explication",
        timeToRecover: "délai moyen de résolution",
        recurring: "Incidents récurrents", times: "{n}\u{A0}fois")
}
