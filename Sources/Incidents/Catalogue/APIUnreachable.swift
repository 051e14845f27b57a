import Domain
import Health

extension CauseEntry {
    /// The dashboard gets no answer from the API.
    static let apiUnreachable = CauseEntry(
        .apiUnreachable, .unit, .observed, noticedBy: [.page],
        effect: Phrase(
            "The page shows the last data it had, with their age, or that the service is not available.",
            fr: "La page montre les dernières données qu'elle avait, avec leur âge, ou que le service est indisponible."
        ),
        signs: { $0.seen(.apiUnreachable, .unit) },
        followsFrom: [
            .serviceDown, .serviceCrashLoop, .portInUse, .databaseUnreachable, .databaseAuth, .databaseNotMigrated,
            .databaseReadOnly, .databaseCorrupt, .diskFull, .configurationInvalid,
        ],
        checks: [.services, .ports],
        repair: Phrase(
            "The dashboard asks again by itself, and shows what it had until then.",
            fr: "Le tableau de bord réessaie de lui-même, et montre ce qu'il avait entre-temps."),
        remedy: Phrase(
            "Check API_BASE_URL of the dashboard and the API's port: bitcoin-analyzer settings; curl -i API_BASE_URL/livez",
            fr:
                "Vérifiez API_BASE_URL du tableau de bord et le port de l'API : bitcoin-analyzer settings; curl -i API_BASE_URL/livez"
        ),
        lesson: Phrase(
            "Change API_PORT and API_BASE_URL together.",
            fr: "Modifier API_PORT et API_BASE_URL ensemble."))
}
