import Domain
import Timeline

/// What is to be known beside the entries, on stderr.
struct TimelineNotes {
    let language: Language

    func write(_ summary: Timeline.Summary, of request: TimelineRequest) {
        var lines = summary.warnings.map { "\($0.label): \(text(of: $0.warning))" }
        if summary.entries == 0 {
            if let trace = request.trace {
                lines.append(
                    language.localized(
                        "nothing carries \(trace) in what was read; name more logs, or look for the id in trace_id=",
                        fr: "rien ne porte \(trace) dans ce qui a été lu ; nommez d'autres journaux"))
            } else if request.usesDefaultSources, request.since != nil {
                lines.append(
                    language.localized(
                        "no entry; --since 7d looks further back", fr: "aucune entrée ; --since 7d remonte plus loin"))
            }
        }
        for line in lines { writeToStandardError(language.localized("note: ", fr: "note : ") + line + "\n") }
    }

    private func text(of warning: LogSourceWarning) -> String {
        switch warning {
        case .unreadable(let trouble):
            switch trouble.kind {
            case .absent: language.localized("is not there any more", fr: "n'est plus là")
            case .forbidden:
                language.localized(
                    "may not be read; run as root, or as a member of the group adm",
                    fr: "ne peut être lu ; lancez en root, ou dans le groupe adm")
            case .other(let reason): language.localized("cannot be read: \(reason)", fr: "ne peut être lu : \(reason)")
            }
        case .truncated:
            language.localized(
                "its gzip ends before its end, or is damaged; what could be read is there",
                fr: "son gzip est tronqué ou abîmé ; ce qui est lisible est là")
        case .withoutTimes:
            language.localized(
                "none of its lines has a time; all stand at the file's own",
                fr: "aucune de ses lignes n'est datée ; toutes sont à la date du fichier")
        case .outOfOrder(let count):
            language.localized(
                "\(count) entries were so far out of order that they come late",
                fr: "\(count) entrées étaient trop en désordre et arrivent en retard")
        }
    }
}
