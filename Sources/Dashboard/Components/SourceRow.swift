import API
import Domain

/// One source in the table of the operations page.
struct SourceRow: Sendable {
    let name: String
    let state: SourcesPage.Badge
    /// `41.7%`, or a dash for feeds.
    let share: String
    let lastAnswer: TimeLabel?
    let lastFailure: TimeLabel?
    /// The kind of the last failure, after its time.
    let failureKind: String

    init(_ source: SourcesResponse.Source, in formatter: LocalizedFormatter) {
        let strings = formatter.strings.sources
        name = source.part == .news ? source.source.rawValue : source.source.title
        state =
            source.error != nil
            ? .init(kind: "critical", text: strings.failing)
            : source.feed?.silent == true
                ? .init(kind: "warning", text: strings.silent) : .init(kind: "resolved", text: strings.responds)
        share = source.share.map { formatter.numbers.percent($0 * 100) } ?? "–"
        lastAnswer = source.lastAnswer.map(formatter.label)
        lastFailure = source.lastFailure.map { formatter.label($0.at) }
        failureKind = source.lastFailure?.kind.title[formatter.language] ?? ""
    }
}
