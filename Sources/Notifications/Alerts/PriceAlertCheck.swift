import Analysis
package import Domain

/// Compares the price alerts with the stored hours, and queues a notice for each that was reached. Of several processes
/// that do so at once, one queues it.
package struct PriceAlertCheck: Sendable {
    private let alerts: any AlertLog
    private let candles: any CandleArchive
    private let sightings: any SightingLog
    private let journal: any Journal

    package init(
        alerts: any AlertLog, candles: any CandleArchive, sightings: any SightingLog, journal: any Journal
    ) {
        (self.alerts, self.candles, self.sightings, self.journal) = (alerts, candles, sightings, journal)
    }

    /// - Parameters:
    ///   - now: the time of the market.
    ///   - sent: the time of the notices, which is that of the market except in a simulation.
    /// - Returns: the notices that were queued.
    /// - Throws: ``ArchiveFailure``
    @discardableResult
    package func run(at now: Timestamp, sent: Timestamp) async throws -> [Notice] {
        let all = try await alerts.alerts()
        guard !all.isEmpty else { return [] }
        let hours = try await AlertHours.stored(in: candles, sightings)
        var notices: [Notice] = []
        for alert in all { notices += try await check(alert, hours, now, sent) }
        return notices
    }

    private func check(_ alert: PriceAlert, _ hours: AlertHours, _ now: Timestamp, _ sent: Timestamp) async throws
        -> [Notice]
    {
        var (alert, notices) = (alert, [Notice]())
        while true {
            let (changed, crossing) = alert.step(over: hours, now: now)
            guard changed != alert else { return notices }
            var notice: Notice?
            if let crossing {
                let (title, text) = changed.wording(of: crossing)
                notice = Notice(
                    Notice.AlertDetails(
                        changed, close: crossing.price, asOf: crossing.time, reached: crossing.reached,
                        change: crossing.change), title: title, text: text, at: sent)
            }
            // Another process was faster, or the alert was removed.
            guard try await alerts.replace(alert, with: changed, sending: try notice?.queued()) else { return notices }
            if let notice {
                notices.append(notice)
                journal.record(
                    Event(.notice, "price alert \(alert.id): \(notice.title.english)", ["notice": notice.id]))
            }
            guard crossing != nil else { return notices }
            alert = changed
        }
    }
}
