import Domain
import Health
import Incidents
import Notifications
import Outbound
import ServiceLifecycle
import Storage

/// Delivers notifications in the background, so that detection never waits for a receiver.
struct NotificationDelivery: Service {
    let settings: Settings.Notifications
    let outbox: NotificationOutbox
    /// `nil` where there is no database.
    let log: (any IncidentLog)?
    /// What waits in the database, and who has sent what; `nil` without one.
    let notices: (any NoticeLog)?
    /// The outbox of incidents.
    let waiting: IncidentOutbox
    let sending: NotificationSending
    let pauses = ReceiverPauses()
    let unrecorded = UnrecordedDeliveries()
    let journal: any Journal

    private static let every: Duration = .seconds(2)
    /// The number of incidents read: more do not change within seconds.
    private static let read = 100

    func run() async throws {
        guard !settings.targets.isEmpty else {
            try? await gracefulShutdown()
            return
        }
        await cancelWhenGracefulShutdown {
            await withTaskGroup(of: Void.self) { group in
                group.addTask { await repeating(every: Self.every) { await enqueue() } }
                // Each by itself: one that does not respond holds up no other one, however much waits for it.
                for target in settings.targets {
                    group.addTask { await repeating(every: Self.every) { await deliver(to: [target]) } }
                }
            }
        }
    }

    /// For a process about to exit: one attempt with this timeout.
    func once(limit: Duration = .seconds(20)) async {
        guard !settings.targets.isEmpty else { return }
        _ = await withDeadline(limit, late: .abandoned) { await attempt() }
    }

    private func attempt() async {
        await enqueue()
        await deliver(to: settings.targets)
    }

    private func enqueue() async {
        let kept = (try? await log?.incidents(matching: IncidentQuery(withEvidence: false), limit: Self.read)) ?? []
        do {
            try outbox.enqueue(
                waiting.all(besides: kept), to: settings.targets, reminderInterval: settings.reminderInterval,
                now: MarketClock.real.now())
        } catch {
            journal.record(
                Event(.warning, "notifications cannot be queued, because \(outbox.folder) cannot be written: \(error)"))
        }
    }

    private func deliver(to targets: [NotificationTarget]) async {
        let sender = NoticeSender(
            log: notices, pauses: pauses, unrecorded: unrecorded, now: MarketClock.real.now, send: sending.send)
        await outbox.deliver(
            to: targets, of: settings.targets, by: sender, now: MarketClock.real.now, journal: journal)
        guard let notices else { return }
        do {
            try await QueuedDelivery(log: notices, sender: sender, journal: journal)
                .deliver(to: targets, now: MarketClock.real.now())
        } catch {
            // Whoever watches the database says so; the notices wait in it.
            journal.record(Event(.debug, "the notifications in the database cannot be read: \(error)"))
        }
    }
}

extension Wiring {
    /// - Parameter database: `nil` without one.
    func notificationDelivery(of log: (any IncidentLog)?, _ database: Database?) -> NotificationDelivery {
        NotificationDelivery(
            settings: settings.notifications, outbox: NotificationOutbox(stateDirectory: settings.stateDirectory),
            log: log, notices: database?.notices, waiting: incidentOutbox, sending: notificationSending,
            journal: journal)
    }

    var notificationSending: NotificationSending {
        NotificationSending(settings: settings.notifications, client: client, mail: SMTPClient())
    }
}
