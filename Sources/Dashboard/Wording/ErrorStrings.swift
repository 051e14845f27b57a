import HTTPTypes

/// The strings of error pages, by status.
struct ErrorStrings: Sendable {
    struct Words: Sendable {
        let title: String
        let text: String
    }

    let notFound: Words
    let signIn: Words
    let refused: Words
    let tooMany: Words
    let conflict: Words
    let unavailable: Words
    let invalid: Words
    let failed: Words
    let trace: String
    let home: String

    func words(_ status: HTTPResponse.Status) -> Words {
        switch status.code {
        case 404, 405: notFound
        case 401: signIn
        case 403: refused
        case 429: tooMany
        case 409, 412: conflict
        case 503: unavailable
        case 400..<500: invalid
        default: failed
        }
    }

    static let english = ErrorStrings(
        notFound: Words(
            title: "Page not found", text: "There is no page at this address. Start again from the market."),
        signIn: Words(
            title: "Authentication required",
            text: "The token is missing or wrong. Sign in on the operations page with the value of ADMIN_TOKEN."),
        refused: Words(
            title: "Access denied",
            text: "This page is for operators only. Set ADMIN_TOKEN, restart the service and sign in with the token."),
        tooMany: Words(title: "Too many attempts", text: "Wait a minute, then try again."),
        conflict: Words(
            title: "Conflict", text: "The incident has changed meanwhile, or another one is open. Read it again."),
        unavailable: Words(
            title: "Service unavailable", text: "The data service is not responding. Try again in a few seconds."),
        invalid: Words(title: "Invalid request", text: "The request cannot be used. Go back and check what was sent."),
        failed: Words(
            title: "Internal error",
            text: "Something went wrong. The log of the service has the reason under this trace."),
        trace: "Trace", home: "Back to the market")

    static let french = ErrorStrings(
        notFound: Words(
            title: "Page introuvable", text: "Aucune page à cette adresse. Repartez de la page du marché."),
        signIn: Words(
            title: "Authentification requise",
            text: "Le jeton manque ou est incorrect. Connectez-vous sur la page d’exploitation avec la valeur "
                + "d’ADMIN_TOKEN."),
        refused: Words(
            title: "Accès refusé",
            text: "Cette page est réservée aux exploitants. Définissez ADMIN_TOKEN, redémarrez le service et "
                + "connectez-vous avec le jeton."),
        tooMany: Words(title: "Trop de tentatives", text: "Patientez une minute, puis réessayez."),
        conflict: Words(
            title: "Conflit", text: "L’incident a changé entre-temps, ou un autre est ouvert. Relisez-le."),
        unavailable: Words(
            title: "Service indisponible",
            text: "Le service de données ne répond pas. Réessayez dans quelques secondes."),
        invalid: Words(
            title: "Requête incorrecte",
            text: "La requête n’est pas valide. Revenez en arrière et vérifiez votre saisie."),
        failed: Words(
            title: "Erreur interne",
            text: "Une erreur s’est produite. Le journal du service en donne la raison sous cette trace."),
        trace: "Trace", home: "Retour au marché")
}

/// The strings of the forms of operators.
struct OperatorStrings: Sendable {
    let signIn: String
    let token: String
    let signInHint: String
    let signOut: String
    let edit: String
    let resolve: String
    let reopen: String
    let save: String

    static let english = OperatorStrings(
        signIn: "Sign in", token: "Operator token",
        signInHint: "The value of ADMIN_TOKEN. The session lasts twelve hours.", signOut: "Sign out",
        edit: "Edit the incident", resolve: "Save and resolve", reopen: "Save and reopen", save: "Save")

    static let french = OperatorStrings(
        signIn: "Se connecter", token: "Jeton d’exploitant",
        signInHint: "La valeur d’ADMIN_TOKEN. La session dure douze heures.", signOut: "Se déconnecter",
        edit: "Modifier l’incident", resolve: "Enregistrer et résoudre", reopen: "Enregistrer et rouvrir",
        save: "Enregistrer")
}
