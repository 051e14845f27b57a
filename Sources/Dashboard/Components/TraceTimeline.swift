import API
import Domain

/// What records and logs say about a trace, from the beginning: collection, API, page and language model.
struct TraceTimeline: Sendable {
    struct Line: Sendable {
        let time: TimeLabel
        /// `12:00:03`, in UTC: entries are seconds apart.
        let clock: String
        /// `nil` for what has no level, or is not worth a mark.
        let level: SourcesPage.Badge?
        /// The unit, else the source.
        let origin: String
        let message: String
    }

    let lines: [Line]
    let isEmpty: Bool
    /// Whether earlier entries are left out.
    let isCut: Bool

    init(_ page: TimelinePage, in formatter: LocalizedFormatter) {
        lines = page.timeline.reversed().map { entry in
            Line(
                time: formatter.label(entry.time), clock: String(entry.time.rfc3339.dropFirst(11).prefix(8)),
                level: Self.badge(entry.level, formatter.language),
                origin: entry.unit ?? Self.origin(entry.source, formatter.language), message: entry.message)
        }
        isEmpty = lines.isEmpty
        isCut = page.next != nil
    }

    /// A log has its name, and what is stored that of the reader's language.
    private static func origin(_ source: String, _ language: Language) -> String {
        source == "records" ? Phrase("records", fr: "enregistrements")[language] : source
    }

    private static func badge(_ level: String?, _ language: Language) -> SourcesPage.Badge? {
        switch level {
        case "critical": .init(kind: "critical", text: Phrase("critical", fr: "critique")[language])
        case "error": .init(kind: "critical", text: Phrase("error", fr: "erreur")[language])
        case "warning": .init(kind: "warning", text: Phrase("warning", fr: "avertissement")[language])
        default: nil
        }
    }
}
