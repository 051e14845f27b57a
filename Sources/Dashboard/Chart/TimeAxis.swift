import Domain

/// The horizontal scale. It covers the full range, so that hours missing at its start are visible too.
struct TimeAxis: Sendable {
    struct Tick: Sendable {
        let time: Timestamp
        let label: String
    }

    let start: Timestamp
    let end: Timestamp
    let ticks: [Tick]

    /// - Parameter start: where the range has no length of its own: the first point.
    init(_ range: ChartRange, from start: Timestamp, endingAt end: Timestamp, dates: LocalizedDates) {
        let start = range.duration.map { end - $0 } ?? min(start, end - .hours(1))
        self.start = start
        self.end = end
        let days = (end.milliseconds - start.milliseconds) / 86_400_000
        ticks =
            switch days {
            case ...2: Self.ticks(every: .hours(6), start, end) { dates.clock($0) }
            case ...10: Self.ticks(every: .days(2), start, end) { dates.day($0) }
            case ...45: Self.ticks(every: .days(7), start, end) { dates.day($0) }
            case ...200: Self.ticks(everyMonths: 1, start, end) { dates.month($0) }
            case ...800: Self.ticks(everyMonths: 3, start, end) { dates.monthAndYear($0) }
            case let days: Self.ticks(everyMonths: days > 3000 ? 24 : 12, start, end) { dates.year($0) }
            }
    }

    private static func ticks(
        every spacing: Duration, _ start: Timestamp, _ end: Timestamp, _ label: (Timestamp) -> String
    ) -> [Tick] {
        let length = spacing.wholeMilliseconds
        let first = (start.milliseconds / length + 1) * length
        guard first < end.milliseconds else { return [] }
        return stride(from: first, to: end.milliseconds, by: Int64.Stride(length)).map {
            Tick(time: Timestamp(milliseconds: $0), label: label(Timestamp(milliseconds: $0)))
        }
    }

    /// On the first day of months.
    private static func ticks(
        everyMonths spacing: Int, _ start: Timestamp, _ end: Timestamp, _ label: (Timestamp) -> String
    ) -> [Tick] {
        let first = CivilDay.date(of: start.seconds / 86_400)
        var month = ((first.year * 12 + first.month - 1) / spacing + 1) * spacing
        var ticks: [Tick] = []
        while ticks.count < 100 {
            let time = Timestamp(
                seconds: CivilDay.number(year: month / 12, month: month % 12 + 1, day: 1) * 86_400)
            guard time < end else { break }
            ticks.append(Tick(time: time, label: label(time)))
            month += spacing
        }
        return ticks
    }

    /// 0 at the start, 1 at the end.
    func share(of time: Timestamp) -> Double {
        Double(time.milliseconds - start.milliseconds) / Double(end.milliseconds - start.milliseconds)
    }
}
