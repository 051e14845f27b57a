import Domain
import Synchronization

/// Measures how many of the missing candles were asked for.
final class BackfillMeter: Sendable {
    private let interval: Interval
    private let total: Int
    private let left: Mutex<[TimeRange]>
    private let report: @Sendable (BackfillProgress) -> Void

    init(_ owed: [TimeRange], of interval: Interval, report: @escaping @Sendable (BackfillProgress) -> Void) {
        self.interval = interval
        total = owed.count(of: interval)
        left = Mutex(owed)
        self.report = report
    }

    /// A page was asked for, whatever came of it.
    func covered(_ page: TimeRange, _ kept: WriteResult) {
        let rest = left.withLock { left in
            left = left.subtracting([page])
            return left.count(of: interval)
        }
        report(BackfillProgress(share: total == 0 ? 1 : 1 - Double(rest) / Double(total), kept: kept))
    }
}
