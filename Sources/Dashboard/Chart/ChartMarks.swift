import API
import Analysis
import Domain

/// What happened beside the prices: incidents, releases, and days whose news had an unusual mood.
struct ChartMarks: Encodable, Sendable {
    struct Mark: Encodable, Sendable {
        /// In Unix seconds.
        let time: Int64
        /// `incident`, `release`, `positive` or `negative`.
        let kind: String
        let text: String
        let href: String
    }

    let marks: [Mark]

    /// The mood from which a day is unusual, and the stories that it takes.
    private static let (unusualMood, fewestStories) = (0.35, 3)
    /// Incidents read.
    static let incidentLimit = 200

    init(
        _ incidents: [IncidentResponse], _ mood: NewsMoodResponse?, _ releases: [ReleaseNote] = [],
        from start: Timestamp, to end: Timestamp,
        in formatter: LocalizedFormatter
    ) {
        let ids = Set(incidents.map(\.id))
        let roots = incidents.filter { incident in
            incident.severity == .critical && (incident.parent.map { !ids.contains($0) || $0 == incident.id } ?? true)
        }
        let trouble = roots.filter { $0.began >= start && $0.began < end }.map {
            Mark(
                time: $0.began.seconds, kind: "incident", text: $0.cause.title[formatter.language],
                href: "/incidents/" + $0.id.rawValue.percentEncoded)
        }
        let days = (mood?.days ?? []).filter {
            abs($0.mood) >= Self.unusualMood && $0.count >= Self.fewestStories && $0.time >= start && $0.time < end
        }.map { day in
            Mark(
                time: day.time.seconds, kind: day.mood > 0 ? "positive" : "negative",
                text: DashboardStrings.fill(
                    formatter.strings.mood.stories,
                    [
                        "day": formatter.dates.day(day.time), "value": formatter.numbers.mood(day.mood),
                        "n": "\(day.count)",
                    ]), href: "/news")
        }
        let deployed = releases.filter { $0.wentLive && $0.time >= start && $0.time < end }.map {
            Mark(
                time: $0.time.seconds, kind: "release",
                text: DashboardStrings.fill(
                    formatter.strings.operationsPage.releaseMark, ["version": $0.version]), href: "/operations#releases"
            )
        }
        marks = (trouble + deployed + days).sorted { $0.time < $1.time }
    }
}
