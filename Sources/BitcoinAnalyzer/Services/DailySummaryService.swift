import API
import Domain
import Notifications
import ServiceLifecycle
import Storage
import Timeline

/// Queues the summary of the day at the time of `DAILY_SUMMARY`. Of all processes on one database, one queues it.
struct DailySummaryService: Service {
    /// `nil` where none is wanted.
    let settings: Settings.Summary?
    let reader: LocalMarketReader
    let incidents: any IncidentLog
    let notices: any NoticeLog
    let journal: any Journal

    private static let every: Duration = .seconds(20)

    func run() async throws {
        guard let settings else { return try await gracefulShutdown() }
        await cancelWhenGracefulShutdown {
            var done: String?
            await repeating(every: Self.every) {
                let now = MarketClock.real.now()
                var zone = settings.zone
                guard let day = settings.schedule.due(at: now, local: settings.zone.local, utc: { zone.utc($0) }),
                    day != done
                else { return }
                do {
                    try await queue(day, now)
                    done = day
                } catch {
                    journal.record(Event(.debug, "the daily summary waits: \(error)"))
                }
            }
        }
    }

    /// - Throws: where something of it cannot be read yet.
    private func queue(_ day: String, _ now: Timestamp) async throws {
        let (price, english) = (try await reader.price(), try await reader.analysis(in: .english))
        let french = try await reader.analysis(in: .french)
        let opened = try await incidents.incidents(
            matching: IncidentQuery(since: now - .hours(24), withEvidence: false), limit: 1000)
        let open = try await incidents.incidents(
            matching: IncidentQuery(state: .open, withEvidence: false), limit: 1000)
        let summary = Notice.DailySummary(
            date: day, price: price.price, quote: price.quote, asOf: price.asOf,
            change: price.change24hPercent.map { $0 / 100 }, low: english.facts.low24h, high: english.facts.high24h,
            incidents: opened.count, openIncidents: open.count)
        let notice = Notice.summary(summary, analysis: Phrase(english.text, fr: french.text), at: now)
        if try await notices.queue(try notice.queued()) {
            journal.record(Event(.info, "the summary of \(day) is queued", ["notice": notice.id]))
        }
    }
}

extension OpenDatabase {
    var dailySummary: DailySummaryService {
        DailySummaryService(
            settings: wiring.settings.notifications.mayHaveReceivers ? wiring.settings.notifications.summary : nil,
            reader: reader(), incidents: incidents, notices: database.notices, journal: wiring.journal)
    }
}
