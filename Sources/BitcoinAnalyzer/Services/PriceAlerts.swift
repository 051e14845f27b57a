import Domain
import Notifications
import Storage

extension OpenDatabase {
    /// Compares the price alerts with what was collected. A failure is never one of the collection.
    func checkPriceAlerts() async {
        do {
            try await PriceAlertCheck(
                alerts: database.alerts, candles: database.candles, sightings: database.sightings,
                journal: wiring.journal
            ).run(at: wiring.time.now(), sent: MarketClock.real.now())
        } catch is CancellationError {
            // The service ends.
        } catch {
            wiring.journal.record(Event(.warning, "the price alerts were not checked: \(error)"))
        }
    }
}
