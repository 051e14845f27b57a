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

    init(_ range: ChartRange, endingAt end: Timestamp, dates: LocalizedDates) {
        start = end - range.duration
        self.end = end
        let spacing: Duration =
            switch range {
            case .day: .hours(6)
            case .week: .days(2)
            case .month: .days(7)
            }
        let length = spacing.wholeMilliseconds
        var time = Timestamp(milliseconds: (start.milliseconds / length + 1) * length)
        var ticks: [Tick] = []
        while time < end {
            ticks.append(Tick(time: time, label: range == .day ? dates.clock(time) : dates.day(time)))
            time = time + spacing
        }
        self.ticks = ticks
    }

    /// 0 at the start, 1 at the end.
    func share(of time: Timestamp) -> Double {
        Double(time.milliseconds - start.milliseconds) / Double(end.milliseconds - start.milliseconds)
    }
}
