import API
import Analysis
import Domain

/// The mood of the news of each day as bars, above and below zero, behind the closing price of the day as a line.
struct MoodChart: Sendable {
    struct Bar: Sendable {
        let x: String
        let y: String
        let width: String
        let height: String
        let tone: String
        /// `24 Nov: +0.2 (31)`.
        let label: String
    }

    let viewBox: String
    let bars: [Bar]
    /// An SVG path; empty without prices.
    let line: String
    let description: String

    static let days = 30
    private static let (width, height) = (900.0, 120.0)

    /// `nil` without days.
    init?(_ mood: NewsMoodResponse?, _ candles: CandlePage?, in formatter: LocalizedFormatter) {
        guard let days = mood?.days, let newest = days.map(\.time).max() else { return nil }
        let start = newest - .days(Int64(Self.days - 1))
        let step = Self.width / Double(Self.days)
        func x(_ time: Timestamp) -> Double {
            Double(time.milliseconds - start.milliseconds) / 86_400_000 * step
        }
        viewBox = "0 0 \(Int(Self.width)) \(Int(Self.height))"
        let middle = Self.height / 2
        bars = days.filter { $0.time >= start }.map { day in
            let value = max(-1, min(1, day.mood))
            // A day whose mood is zero is still a day.
            let length = max(2, abs(value) * middle)
            return Bar(
                x: Self.unit(x(day.time) + step * 0.15), y: Self.unit(value >= 0 ? middle - length : middle),
                width: Self.unit(step * 0.7), height: Self.unit(length), tone: Mood.tone(of: day.mood).rawValue,
                label: "\(formatter.dates.day(day.time))\(formatter.colon)"
                    + "\(formatter.numbers.mood(day.mood)) (\(day.count))")
        }
        let closes = (candles?.candles ?? []).filter { $0.time >= start && $0.time <= newest }
            .sorted { $0.time < $1.time }
        if let low = closes.map(\.close).min(), let high = closes.map(\.close).max(), closes.count > 1, high > low {
            line =
                "M"
                + closes.map {
                    let share = ($0.close - low) / (high - low)
                    return "\(Self.unit(x($0.time) + step / 2)) \(Self.unit(Self.height * (0.95 - 0.9 * share)))"
                }.joined(separator: "L")
        } else {
            line = ""
        }
        description = formatter.strings.newsPage.chart
    }

    private static func unit(_ value: Double) -> String { "\((value * 10).rounded() / 10)" }
}
