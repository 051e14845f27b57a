import Domain
import Health

extension CauseEntry {
    /// A service dies again and again.
    static let serviceCrashLoop = CauseEntry(
        .serviceCrashLoop, .unit, .observed, noticedBy: [.api, .page],
        effect: Phrase(
            "The API or the page comes and goes.",
            fr: "L'API ou la page va et vient."),
        signs: { $0.seen(.serviceCrashLoop, .unit) },
        followsFrom: [
            .portInUse, .databaseUnreachable, .databaseAuth, .databaseNotMigrated, .databaseReadOnly, .databaseCorrupt,
            .diskFull, .configurationInvalid,
        ],
        checks: [.services],
        remedy: Phrase(
            "Read its last lines: journalctl -u bitcoin-analyzer-api.service -n 50",
            fr: "Lisez ses dernières lignes : journalctl -u bitcoin-analyzer-api.service -n 50"),
        lesson: Phrase(
            "What a service says before it dies is in its journal; a bug is worth a report with these lines.",
            fr:
                "Ce qu'un service dit avant de mourir est dans son journal ; un bogue mérite un rapport avec ces lignes."
        ))
}
