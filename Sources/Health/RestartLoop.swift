import Domain

/// A service that exits repeatedly, and is started again each time.
package enum RestartLoop {
    /// Automatic restarts (`NRestarts`) from which on a service counts as being in one: fewer may be accidental. The
    /// only threshold for it.
    package static let restarts = 5
    /// Within this time: systemd never resets `NRestarts` of a service that runs, so that it also counts the crashes of
    /// other months.
    package static let period: Duration = .minutes(10)
    /// A service that has been running for this long is not in a loop any more, where the journal shows its restarts.
    package static let settled: Duration = .minutes(2)

    /// - Parameters:
    ///   - total: `NRestarts`.
    ///   - recent: restarts within ``period``; `nil` when unknown.
    ///   - active: how long the service has been running; `nil` when unknown, or when it is not running.
    ///   - interval: the usual time between two of its restarts; `nil` when unknown. A service that runs for several
    ///     times as long is not in the loop any more.
    package static func contains(total: Int, recent: Int?, active: Duration?, interval: Duration? = nil) -> Bool {
        guard total >= restarts, let recent else {
            return total >= restarts && (active.map { $0 < settled } ?? true)
        }
        let enough = interval.map { min(settled, max(.seconds(10), $0 * 3)) } ?? settled
        return min(recent, total) >= restarts && (active.map { $0 < enough } ?? true)
    }
}
