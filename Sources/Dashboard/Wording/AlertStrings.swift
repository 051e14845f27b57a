/// The strings of the page of price alerts.
struct AlertStrings: Sendable {
    let heading: String
    let intro: String
    let none: String
    let unavailable: String
    let armed: String
    let waiting: String
    let created: String
    let lastReached: String
    let sent: String
    let remove: String
    let withheld: String
    let signIn: String
    let byCommand: String
    let addLevel: String
    let addMove: String
    let direction: String
    let above: String
    let below: String
    let price: String
    let percent: String
    let hours: String
    let note: String
    let add: String
    let invalid: String
    let full: String

    static let english = AlertStrings(
        heading: "Price alerts",
        intro: "An alert is sent once each time the price reaches it, and again only after the price has gone back.",
        none: "There are no price alerts yet.", unavailable: "The price alerts cannot be read at the moment.",
        armed: "armed", waiting: "waiting until the price goes back", created: "Created", lastReached: "Last reached",
        sent: "times sent: {n}", remove: "Remove", withheld: "The price alerts are shown to operators only.",
        signIn: "Sign in to add or remove alerts.",
        byCommand: "The operator adds alerts with bitcoin-analyzer alerts add, or here once ADMIN_TOKEN is set.",
        addLevel: "Alert at a price", addMove: "Alert on a move",
        direction: "When the price is", above: "above", below: "below", price: "Price", percent: "Move in percent",
        hours: "Within hours", note: "Note (optional)", add: "Add alert",
        invalid: "The alert was not added: check the numbers. A move is between 0.1 and 1000%, within 1 to 168 hours.",
        full: "The alert was not added: there are {n} already. Remove one first.")

    static let french = AlertStrings(
        heading: "Alertes de cours",
        intro:
            "Quand le cours atteint une alerte, elle est envoyée une seule fois\u{A0}; elle se réarme quand le cours "
            + "est revenu en arrière.",
        none: "Aucune alerte de cours pour l’instant.",
        unavailable: "Les alertes de cours ne peuvent pas être lues pour le moment.", armed: "active",
        waiting: "en attente d’un retour du cours", created: "Créée", lastReached: "Atteinte la dernière fois",
        sent: "envois\u{A0}: {n}", remove: "Supprimer",
        withheld: "Les alertes de cours ne sont visibles que par les exploitants.",
        signIn: "Connectez-vous pour ajouter ou supprimer des alertes.",
        byCommand:
            "L’exploitant ajoute les alertes avec bitcoin-analyzer alerts add, ou ici dès que ADMIN_TOKEN est défini.",
        addLevel: "Alerte à un cours",
        addMove: "Alerte de variation", direction: "Quand le cours passe", above: "au-dessus de",
        below: "au-dessous de", price: "Cours", percent: "Variation en pour cent", hours: "En combien d’heures",
        note: "Note (facultative)", add: "Ajouter l’alerte",
        invalid: "L’alerte n’a pas été ajoutée\u{A0}: vérifiez les nombres. Une variation va de 0,1 à 1\u{202F}000"
            + "\u{202F}%, en 1 à 168\u{A0}heures.",
        full: "L’alerte n’a pas été ajoutée\u{A0}: il y en a déjà {n}. Supprimez-en une d’abord.")
}
