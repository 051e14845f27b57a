import API
import Analysis

/// The mood of a story as a small mark, with the words it rests on.
struct MoodMark: Sendable {
    /// `positive`, `neutral`, `negative`: a class of the style sheet.
    let tone: String
    /// A sign beside the colour.
    let sign: String
    /// For screen readers: `Mood: positive, +0.6`.
    let label: String
    /// On demand: `record high +0.9, hack −0.8`; empty for none.
    let words: String

    /// `nil` where the story has no mood.
    init?(_ article: ArticleResponse, in formatter: LocalizedFormatter) {
        guard let value = article.sentiment else { return nil }
        let names = formatter.strings.mood
        let shownTone = Mood.tone(of: value)
        tone = shownTone.rawValue
        sign =
            switch shownTone {
            case .positive: "+"
            case .neutral: "="
            case .negative: "−"
            }
        label = DashboardStrings.fill(
            names.label, ["tone": names.name(of: shownTone), "value": formatter.numbers.mood(value)])
        words = (article.sentimentWords ?? []).map { "\($0.text) \(formatter.numbers.mood($0.weight))" }
            .joined(separator: ", ")
    }
}

/// The mood of the news of the last days, newest last.
struct MoodTrend: Sendable {
    struct Bar: Sendable {
        let tone: String
        /// 1 to 8: the height, of which half is below zero.
        let level: Int
        /// `24 Nov: +0.2 (31)`.
        let label: String
    }

    let bars: [Bar]
    /// `Mood today: +0.2 (31 stories)`.
    let summary: String

    /// `nil` without days.
    init?(_ mood: NewsMoodResponse, in formatter: LocalizedFormatter) {
        guard let newest = mood.days.first else { return nil }
        let strings = formatter.strings.mood
        bars = mood.days.prefix(7).reversed().map { day in
            Bar(
                tone: Mood.tone(of: day.mood).rawValue,
                level: max(1, min(8, Int(((max(-1, min(1, day.mood)) + 1) * 4).rounded()))),
                label: "\(formatter.dates.day(day.time)): \(formatter.numbers.mood(day.mood)) (\(day.count))")
        }
        summary = DashboardStrings.fill(
            newest.count == 1 ? strings.oneStory : strings.stories,
            [
                "day": formatter.dates.day(newest.time), "value": formatter.numbers.mood(newest.mood),
                "n": "\(newest.count)",
            ])
    }
}
