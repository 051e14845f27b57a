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
    /// `nil` where Web Push is off, or there is no database.
    let browsers: KnownBrowsers?
    let pauses = ReceiverPauses()
    let unrecorded = UnrecordedDeliveries()
    let journal: any Journal

    private static let every: Duration = .seconds(2)
    /// The number of incidents read: more do not change within seconds.
    private static let read = 100

    func run() async throws {
        guard settings.mayHaveReceivers else {
            try? await gracefulShutdown()
            return
        }
        await cancelWhenGracefulShutdown {
            // Before the first incident is queued for them.
            await browsers?.read()
            await withTaskGroup(of: Void.self) { group in
                group.addTask { await repeating(every: Self.every) { await enqueue() } }
                // Each by itself: one that does not respond holds up no other one, however much waits for it.
                for target in settings.targets {
                    group.addTask { await repeating(every: Self.every) { await deliver(to: [target]) } }
                }
                if let browsers { group.addTask { await deliverToBrowsers(browsers) } }
            }
        }
    }

    /// As to the addresses of the settings, each by itself; which ones there are changes.
    private func deliverToBrowsers(_ browsers: KnownBrowsers) async {
        await withDiscardingTaskGroup { group in
            while !Task.isCancelled {
                let targets = await browsers.read()
                if !targets.isEmpty, await hasWaiting(targets) {
                    for target in targets where browsers.begin(target) {
                        group.addTask {
                            await deliver(to: [target])
                            browsers.end(target)
                        }
                    }
                }
                guard (try? await ContinuousClock().sleep(for: Self.every)) != nil else { return }
            }
        }
    }

    /// Whether anything may wait for anybody, or to be recorded of these.
    private func hasWaiting(_ targets: [NotificationTarget]) async -> Bool {
        if outbox.waiting > 0 || unrecorded.hasAny(of: targets) { return true }
        guard let notices else { return false }
        return
            (try? await QueuedDelivery(log: notices, sender: sender, journal: journal)
            .hasNotices(now: MarketClock.real.now())) ?? false
    }

    /// For a process about to exit: one attempt with this timeout.
    func once(limit: Duration = .seconds(20)) async {
        guard settings.mayHaveReceivers else { return }
        _ = await withDeadline(limit, late: .abandoned) { await attempt() }
    }

    private func attempt() async {
        await browsers?.read()
        await enqueue()
        await deliver(to: targets)
    }

    /// All that are known.
    private var targets: [NotificationTarget] { settings.targets + (browsers?.targets ?? []) }

    private func enqueue() async {
        let kept = (try? await log?.incidents(matching: IncidentQuery(withEvidence: false), limit: Self.read)) ?? []
        do {
            try outbox.enqueue(
                waiting.all(besides: kept), to: targets, reminderInterval: settings.reminderInterval,
                now: MarketClock.real.now())
        } catch {
            journal.record(
                Event(.warning, "notifications cannot be queued, because \(outbox.folder) cannot be written: \(error)"))
        }
    }

    private var sender: NoticeSender {
        NoticeSender(
            log: notices, pauses: pauses, unrecorded: unrecorded, now: MarketClock.real.now, send: sending.send)
    }

    private func deliver(to targets: [NotificationTarget]) async {
        let sender = sender
        await outbox.deliver(
            to: targets, of: self.targets, keepsOthers: settings.pushSender != nil, by: sender,
            now: MarketClock.real.now, journal: journal)
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
            log: log, notices: database?.notices, waiting: incidentOutbox,
            sending: notificationSending(database?.pushSubscriptions),
            browsers: settings.notifications.pushSender == nil
                ? nil : (database?.pushSubscriptions).map(KnownBrowsers.init),
            journal: journal)
    }

    /// - Parameter browsers: `nil` without a database.
    func notificationSending(_ browsers: (any PushSubscriptionLog)?) -> NotificationSending {
        NotificationSending(
            settings: settings.notifications, client: client, mail: SMTPClient(), browsers: browsers, journal: journal)
    }
}
