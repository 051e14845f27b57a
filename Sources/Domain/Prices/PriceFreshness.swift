/// When the newest price counts as stale: the one rule of the API, the dashboard, `/readyz`, `status` and the health
/// checks.
package struct PriceFreshness: Hashable, Sendable {
    /// The age up to which a price is fresh.
    package let maxAge: Duration

    /// Two collection intervals, so that one failed pass does not make the price stale; at least two hours, as candles
    /// are hourly.
    /// - Parameter collectEvery: the setting `COLLECT_EVERY`.
    package init(collectEvery: Duration) { maxAge = max(.hours(2), collectEvery * 2) }

    /// The last moment at which a price of `time` is fresh.
    package func freshUntil(_ time: Timestamp) -> Timestamp { time + maxAge }

    /// Whether a price of `time` is older than ``maxAge`` at `now`.
    package func isStale(_ time: Timestamp, at now: Timestamp) -> Bool { now > freshUntil(time) }
}
