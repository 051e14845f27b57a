import Domain
import Timeline

/// Writes notes about a timeline and its sources to stderr.
struct TimelineNotes {
    let language: Language

    func write(_ summary: Timeline.Summary, of request: TimelineRequest) {
        var lines = summary.warnings.map { "\($0.label): \(text(of: $0.warning))" }
        if summary.entries == 0 {
            if let trace = request.trace {
                lines.append(
                    language.localized(
                        "no entry contains \(trace); add more log files, or check the id (trace_id= in the logs)",
                        fr: "aucune entrée ne contient \(trace)\u{A0}; ajoutez des fichiers journaux, "
                            + "ou vérifiez l’identifiant (trace_id= dans les journaux)"))
            } else if request.usesDefaultSources, request.since != nil {
                lines.append(
                    language.localized(
                        "no entries in the last 24 hours; try --since 7d",
                        fr: "aucune entrée depuis 24 heures\u{A0}; essayez --since 7d"))
            }
        }
        for line in lines { writeToStandardError(language.localized("note: ", fr: "note\u{A0}: ") + line + "\n") }
    }

    private func text(of warning: LogSourceWarning) -> String {
        switch warning {
        case .unreadable(let error):
            switch error.kind {
            case .absent: language.localized("does not exist", fr: "n’existe pas")
            case .forbidden:
                language.localized(
                    "permission denied; run the command as root or as a member of the group adm",
                    fr: "accès refusé\u{A0}; lancez la commande en root ou comme membre du groupe adm")
            case .other(let reason):
                language.localized(
                    "cannot be read: \(reason.english)", fr: "ne peut pas être lu\u{A0}: \(reason.french)")
            }
        case .truncated:
            language.localized(
                "the data is truncated or damaged; only the readable part is shown",
                fr: "les données sont tronquées ou abîmées\u{A0}; seule la partie lisible est affichée")
        case .shrunk:
            language.localized(
                "the file was truncated while it was read; only a part is shown",
                fr: "le fichier a été tronqué pendant la lecture\u{A0}; seule une partie est affichée")
        case .holes(let count):
            language.localized(
                "\(count) NUL bytes were skipped, a hole that log rotation or a crash left",
                fr: "\(count) octets NUL ignorés, un trou laissé par la rotation ou une panne")
        case .uncertainYears:
            language.localized(
                "times without a year go over the end of a year, and a stream cannot be read twice: the years are "
                    + "uncertain; name a file instead",
                fr:
                    "les dates sans année passent la fin d’une année, et un flux ne se lit qu’une fois\u{A0}: les années "
                    + "sont incertaines\u{A0}; indiquez plutôt un fichier")
        case .withoutTimes:
            language.localized(
                "no line has a time; all are shown at the file’s modification time",
                fr: "aucune ligne n’est datée\u{A0}; toutes sont affichées à la date du fichier")
        case .outOfOrder(let count):
            language.localized(
                "\(count) \(count == 1 ? "entry is" : "entries are") shown out of order",
                fr: count > 1
                    ? "\(count) entrées ne sont pas affichées dans l’ordre" : "1 entrée n’est pas affichée dans l’ordre"
            )
        }
    }
}
