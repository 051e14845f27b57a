import Domain
import Health
import Incidents
import Outbound
import ServiceLifecycle

/// Delivers notifications in the background, so that detection never waits for a receiver.
struct NotificationDelivery: Service {
    let settings: Settings.Notifications
    let outbox: NotificationOutbox
    /// `nil` where there is no database.
    let log: (any IncidentLog)?
    /// The outbox of incidents.
    let waiting: IncidentOutbox
    let client: PoliteClient
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
            await repeating(every: Self.every) { await step() }
        }
    }

    /// For a process about to exit: one attempt with this timeout.
    func once(limit: Duration = .seconds(3)) async {
        guard !settings.targets.isEmpty else { return }
        _ = await withDeadline(limit, late: .abandoned) { await step() }
    }

    private func step() async {
        let kept = (try? await log?.incidents(matching: IncidentQuery(withEvidence: false), limit: Self.read)) ?? []
        do {
            try outbox.enqueue(
                waiting.all(besides: kept), to: settings.targets, reminderInterval: settings.reminderInterval,
                now: MarketClock.real.now())
        } catch {
            journal.record(
                Event(.warning, "notifications cannot be queued, because \(outbox.folder) cannot be written: \(error)"))
        }
        await outbox.deliver(to: settings.targets, now: MarketClock.real.now, journal: journal, send: send)
    }

    /// - Throws: ``DeliveryFailed`` with the reason, without the URL.
    func send(_ notice: Notice, to target: NotificationTarget) async throws {
        let message = try NotificationMessage(
            notice, to: target, secret: settings.secret, language: settings.language, now: MarketClock.real.now())
        var request = OutboundRequest(
            message.url, method: .post(body: message.body, contentType: "application/json"), label: "notification",
            headers: message.headers.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }, timeout: .seconds(10))
        request.isPathSecret = true
        try await client.deliver(request)
    }
}

extension Wiring {
    func notificationDelivery(of log: (any IncidentLog)?) -> NotificationDelivery {
        NotificationDelivery(
            settings: settings.notifications, outbox: NotificationOutbox(stateDirectory: settings.stateDirectory),
            log: log, waiting: incidentOutbox,
            client: client, journal: journal)
    }
}
