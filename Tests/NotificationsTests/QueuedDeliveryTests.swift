import Domain
import Support
import Synchronization
import Testing

@testable import Notifications

@Suite("Notifications of several processes") struct QueuedDeliveryTests {
    private static let now = Timestamp(seconds: 1_800_000_000)

    private final class Sent: Sendable {
        let ids = Mutex<[String]>([])
        var all: [String] { ids.withLock(\.self) }
    }

    private func alertNotice(_ id: String, at time: Timestamp = now) throws -> Notice {
        let alert = PriceAlert(id: id, .above(100), created: time, armed: nil, firings: 1)
        return Notice(
            Notice.AlertDetails(alert, close: 101, asOf: time, reached: 101, change: nil),
            title: Phrase("t", fr: "t"), text: Phrase("x", fr: "x"), at: time)
    }

    private func delivery(
        _ log: MemoryNotifications, _ sent: Sent, now: @escaping @Sendable () -> Timestamp = { now },
        failing: (any Error)? = nil
    ) -> QueuedDelivery {
        let sender = NoticeSender(log: log, now: now) { notice, target in
            await Task.yield()
            if let failing { throw failing }
            sent.ids.withLock { $0.append("\(notice.id) to \(target.name)") }
        }
        return QueuedDelivery(log: log, sender: sender, journal: MemoryJournal())
    }

    private let targets = ["https://a/x", "https://b/x"].compactMap { NotificationTarget($0) }

    @Test("each notification is sent once to each target, whoever is first")
    func once() async throws {
        let (log, sent) = (MemoryNotifications(), Sent())
        for id in ["1", "2"] { _ = try await log.queue(try alertNotice(id).queued()) }
        let deliveries = (0..<4).map { _ in delivery(log, sent) }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for delivery in deliveries {
                group.addTask { try await delivery.deliver(to: targets, now: Self.now) }
            }
            try await group.waitForAll()
        }
        try await deliveries[0].deliver(to: targets, now: Self.now)
        #expect(
            sent.all.sorted() == [
                "alert-1-1 to webhook at a", "alert-1-1 to webhook at b", "alert-2-1 to webhook at a",
                "alert-2-1 to webhook at b",
            ])
    }

    @Test("an incident that two hosts know of is sent once, and without a database by each")
    func incident() async throws {
        let (log, sent) = (MemoryNotifications(), Sent())
        let incident = Incident(
            id: IncidentID(rawValue: "i"), cause: .diskFull, severity: .warning, opened: Self.now, context: "",
            symptom: "", diagnosis: "")
        let notice = Notice(.opened, of: incident, number: 1, at: Self.now)
        let senders = [log, log, nil].map { log in
            NoticeSender(log: log, now: { Self.now }) { notice, _ in sent.ids.withLock { $0.append(notice.id) } }
        }
        for sender in senders { _ = await sender.attempt(notice, to: targets[0]) }
        #expect(sent.all == ["i-opened-1", "i-opened-1"])
        guard case .ended = await senders[1].attempt(notice, to: targets[0]) else {
            Issue.record("it was sent")
            return
        }
    }

    @Test("a receiver that asks for a pause gets nothing before its end, of whatever notice")
    func pause() async throws {
        let (log, sent, pauses) = (MemoryNotifications(), Sent(), ReceiverPauses())
        for id in ["1", "2", "3"] { _ = try await log.queue(try alertNotice(id).queued()) }
        func deliver(after delay: Duration) async throws {
            let sender = NoticeSender(log: log, pauses: pauses, now: { Self.now + delay }) { notice, target in
                sent.ids.withLock { $0.append(notice.id) }
                if delay == .zero { throw DeliveryFailed("429", retryAfter: .seconds(300)) }
            }
            try await QueuedDelivery(log: log, sender: sender, journal: MemoryJournal())
                .deliver(to: [targets[0]], now: Self.now + delay)
        }
        for delay in [0, 1, 299] { try await deliver(after: .seconds(delay)) }
        #expect(sent.all.count == 1)
        try await deliver(after: .seconds(301))
        #expect(Set(sent.all) == ["alert-1-1", "alert-2-1", "alert-3-1"] && sent.all.count == 4)
    }

    @Test("what waits for a pause of hours is sent after it, and claimed once until then")
    func longPause() async throws {
        let (log, sent, pauses) = (MemoryNotifications(), Sent(), ReceiverPauses())
        for id in ["1", "2"] { _ = try await log.queue(try alertNotice(id).queued()) }
        let journal = MemoryJournal()
        func deliver(after delay: Duration) async throws {
            let sender = NoticeSender(log: log, pauses: pauses, now: { Self.now + delay }) { notice, _ in
                if delay == .zero { throw DeliveryFailed("429", retryAfter: .hours(2)) }
                sent.ids.withLock { $0.append(notice.id) }
            }
            try await QueuedDelivery(log: log, sender: sender, journal: journal)
                .deliver(to: [targets[0]], now: Self.now + delay)
        }
        for minutes: Int64 in [0, 1, 119] { try await deliver(after: .minutes(minutes)) }
        let end = Self.now + .hours(2)
        #expect(
            try await log.attempts(for: targets[0].receiver, since: Self.now - .hours(1)).open
                == ["alert-1-1": end, "alert-2-1": end])
        #expect(try await log.deliveries().map(\.waiting) == [2])
        #expect(sent.all == [])
        try await deliver(after: .minutes(121))
        #expect(sent.all.sorted() == ["alert-1-1", "alert-2-1"])
    }

    @Test("a failed one is tried again not before the server allows it, and no longer than a day")
    func retries() async throws {
        let (log, sent) = (MemoryNotifications(), Sent())
        let clock = Mutex(Self.now)
        _ = try await log.queue(try alertNotice("1").queued())
        let failing = delivery(
            log, sent, now: { clock.withLock(\.self) },
            failing: DeliveryFailed("HTTP 429", retryAfter: .minutes(10)))
        try await failing.deliver(to: [targets[0]], now: Self.now)
        let records = try await log.deliveries()
        #expect(records.map(\.error) == ["HTTP 429"] && records.map(\.waiting) == [1])
        let working = delivery(log, sent, now: { clock.withLock(\.self) })
        for minutes in [1, 9] {
            clock.withLock { $0 = Self.now + .minutes(Int64(minutes)) }
            try await working.deliver(to: [targets[0]], now: clock.withLock(\.self))
        }
        #expect(sent.all == [])
        clock.withLock { $0 = Self.now + .minutes(11) }
        try await working.deliver(to: [targets[0]], now: clock.withLock(\.self))
        #expect(sent.all == ["alert-1-1 to webhook at a"])
        // The other target failed for a day.
        _ = try await log.queue(try alertNotice("2").queued())
        try await failing.deliver(to: [targets[1]], now: Self.now)
        clock.withLock { $0 = Self.now + .hours(24) }
        try await failing.deliver(to: [targets[1]], now: clock.withLock(\.self))
        #expect(try await log.attempts(for: targets[1].receiver, since: Self.now - .hours(1)).open.isEmpty)
    }

    /// A database that goes away after a notice was claimed.
    private final class Interrupted: NoticeLog {
        struct Gone: Error {}
        let log: MemoryNotifications
        let isGone = Mutex(true)

        init(_ log: MemoryNotifications) { self.log = log }

        func queue(_ notice: QueuedNotice) async throws -> Bool { try await log.queue(notice) }
        func notices(since: Timestamp) async throws -> [QueuedNotice] { try await log.notices(since: since) }
        func claim(_ notice: String, for receiver: NoticeReceiver, now: Timestamp, until: Timestamp) async throws
            -> NoticeClaim
        { try await log.claim(notice, for: receiver, now: now, until: until) }
        func finish(_ notice: String, for receiver: NoticeReceiver, _ outcome: NoticeOutcome, now: Timestamp)
            async throws
        {
            if isGone.withLock(\.self) { throw Gone() }
            try await log.finish(notice, for: receiver, outcome, now: now)
        }
        func attempts(for receiver: NoticeReceiver, since: Timestamp) async throws -> DeliveryAttempts {
            try await log.attempts(for: receiver, since: since)
        }
        func deliveries() async throws -> [DeliveryRecord] { try await log.deliveries() }
    }

    @Test("what was sent when the database went away is recorded once it is back, and not sent again")
    func interruption() async throws {
        let (log, sent, unrecorded) = (MemoryNotifications(), Sent(), UnrecordedDeliveries())
        _ = try await log.queue(try alertNotice("1").queued())
        let interrupted = Interrupted(log)
        func deliver(after delay: Duration) async throws {
            let sender = NoticeSender(log: interrupted, unrecorded: unrecorded, now: { Self.now + delay }) {
                notice, _ in
                sent.ids.withLock { $0.append(notice.id) }
            }
            try await QueuedDelivery(log: interrupted, sender: sender, journal: MemoryJournal())
                .deliver(to: [targets[0]], now: Self.now + delay)
        }
        for seconds in [0, 2] { try await deliver(after: .seconds(seconds)) }
        #expect(try await log.attempts(for: targets[0].receiver, since: Self.now - .hours(1)).ended.isEmpty)
        interrupted.isGone.withLock { $0 = false }
        try await deliver(after: .seconds(4))
        #expect(try await log.attempts(for: targets[0].receiver, since: Self.now - .hours(1)).ended == ["alert-1-1"])
        // Another process, after the end of the claim.
        try await delivery(log, sent, now: { Self.now + .seconds(100) })
            .deliver(to: [targets[0]], now: Self.now + .seconds(100))
        #expect(sent.all == ["alert-1-1"])
    }

    @Test("a process that was stopped between its claim and the sending has lost its turn")
    func stalled() async throws {
        let (log, sent) = (MemoryNotifications(), Sent())
        let notice = try alertNotice("1")
        // The moment of the claim, and a minute and a half later.
        let moments = Mutex([Self.now])
        let stopped = NoticeSender(
            log: log, now: { moments.withLock { $0.popLast() } ?? Self.now + .seconds(91) }
        ) { notice, _ in sent.ids.withLock { $0.append("stopped: \(notice.id)") } }
        guard case .notYet(Self.now + .seconds(90)) = await stopped.attempt(notice, to: targets[0]) else {
            Issue.record("it was sent")
            return
        }
        let other = NoticeSender(log: log, now: { Self.now + .seconds(91) }) { notice, _ in
            sent.ids.withLock { $0.append("other: \(notice.id)") }
        }
        guard case .sent = await other.attempt(notice, to: targets[0]) else {
            Issue.record("it was not sent")
            return
        }
        #expect(sent.all == ["other: alert-1-1"])
    }

    @Test("what a receiver is taking when the process ends is recorded as sent")
    func ending() async throws {
        let (log, sent) = (MemoryNotifications(), Sent())
        let notice = try alertNotice("1")
        let (begun, begins) = AsyncStream.makeStream(of: Void.self)
        let (taken, takes) = AsyncStream.makeStream(of: Void.self)
        let sender = NoticeSender(log: log, now: { Self.now }) { notice, _ in
            begins.finish()
            for await _ in taken {}
            try Task.checkCancellation()
            sent.ids.withLock { $0.append(notice.id) }
        }
        let attempt = Task { await sender.attempt(notice, to: targets[0]) }
        for await _ in begun {}
        attempt.cancel()
        takes.finish()
        guard case .sent = await attempt.value else {
            Issue.record("it counts as not sent")
            return
        }
        #expect(try await log.attempts(for: targets[0].receiver, since: Self.now - .hours(1)).ended == ["alert-1-1"])
    }

    @Test("a receiver that does not answer holds up the end of the process for seconds only")
    func endingUnanswered() async throws {
        let log = MemoryNotifications()
        let (begun, begins) = AsyncStream.makeStream(of: Void.self)
        let sender = NoticeSender(log: log, now: { Self.now }) { _, _ in
            begins.finish()
            try await ContinuousClock().sleep(for: .hours(1))
        }
        let notice = try alertNotice("1")
        let attempt = Task { await sender.attempt(notice, to: targets[0]) }
        for await _ in begun {}
        attempt.cancel()
        guard case .failed(_, retry: .some) = await attempt.value else {
            Issue.record("it counts as sent")
            return
        }
    }

    @Test("what was sent while the database did not respond is not sent again by another process")
    func unclaimed() async throws {
        let (log, sent, unrecorded) = (MemoryNotifications(), Sent(), UnrecordedDeliveries())
        let notice = try alertNotice("1")
        let sender = NoticeSender(log: ReadOnly(log: log), unrecorded: unrecorded, now: { Self.now }) { notice, _ in
            sent.ids.withLock { $0.append(notice.id) }
        }
        guard case .sent = await sender.attempt(notice, to: targets[0]) else {
            Issue.record("it was not sent")
            return
        }
        #expect(unrecorded.hasAny(of: targets) && !unrecorded.hasAny(of: [targets[1]]))
        // It responds again.
        let back = NoticeSender(log: log, unrecorded: unrecorded, now: { Self.now }) { _, _ in }
        await back.recordSent(to: targets[0])
        #expect(!unrecorded.hasAny(of: targets))
        let other = NoticeSender(log: log, now: { Self.now }) { notice, _ in
            sent.ids.withLock { $0.append(notice.id) }
        }
        guard case .ended = await other.attempt(notice, to: targets[0]) else {
            Issue.record("it was sent again")
            return
        }
        #expect(sent.all == ["alert-1-1"])
    }

    /// A database that can be read, and not written.
    private struct ReadOnly: NoticeLog {
        struct Refused: Error {}
        let log: MemoryNotifications

        func queue(_ notice: QueuedNotice) async throws -> Bool { throw Refused() }
        func notices(since: Timestamp) async throws -> [QueuedNotice] { try await log.notices(since: since) }
        func claim(_ notice: String, for receiver: NoticeReceiver, now: Timestamp, until: Timestamp) async throws
            -> NoticeClaim
        { throw Refused() }
        func finish(_ notice: String, for receiver: NoticeReceiver, _ outcome: NoticeOutcome, now: Timestamp)
            async throws
        { throw Refused() }
        func attempts(for receiver: NoticeReceiver, since: Timestamp) async throws -> DeliveryAttempts {
            DeliveryAttempts()
        }
        func deliveries() async throws -> [DeliveryRecord] { [] }
    }

    @Test("what cannot be claimed in the database it waits in is not sent again and again")
    func readOnly() async throws {
        let (log, sent) = (MemoryNotifications(), Sent())
        _ = try await log.queue(try alertNotice("1").queued())
        let readOnly = ReadOnly(log: log)
        let sender = NoticeSender(log: readOnly, now: { Self.now }) { notice, _ in
            sent.ids.withLock { $0.append(notice.id) }
        }
        let delivery = QueuedDelivery(log: readOnly, sender: sender, journal: MemoryJournal())
        try await delivery.deliver(to: targets, now: Self.now)
        #expect(sent.all == [])
    }

    @Test("what an hourly pass had no time for is sent by the next one")
    func nextPass() async throws {
        let (log, sent) = (MemoryNotifications(), Sent())
        _ = try await log.queue(try alertNotice("1").queued())
        try await delivery(log, sent, now: { Self.now + .minutes(61) })
            .deliver(to: [targets[0]], now: Self.now + .minutes(61))
        #expect(sent.all == ["alert-1-1 to webhook at a"])
    }

    @Test("a target that is new does not get the alerts of hours before")
    func newTarget() async throws {
        let (log, sent) = (MemoryNotifications(), Sent())
        _ = try await log.queue(try alertNotice("1").queued())
        try await delivery(log, sent).deliver(to: [targets[0]], now: Self.now + .hours(2))
        #expect(sent.all == [])
    }

    @Test("a browser gets what came after it was registered")
    func registered() async throws {
        let (log, sent) = (MemoryNotifications(), Sent())
        _ = try await log.queue(try alertNotice("1", at: Self.now - .minutes(2)).queued())
        _ = try await log.queue(try alertNotice("2", at: Self.now).queued())
        let browser = NotificationTarget(.sample(created: Self.now - .minutes(1)))
        try await delivery(log, sent).deliver(to: [browser], now: Self.now)
        #expect(sent.all == ["alert-2-1 to browser by fcm.googleapis.com 0123"])
    }

    @Test("what would fail again is not repeated")
    func final() async throws {
        let (log, sent) = (MemoryNotifications(), Sent())
        _ = try await log.queue(try alertNotice("1").queued())
        let failing = delivery(log, sent, failing: DeliveryFailed("HTTP 410", isFinal: true))
        try await failing.deliver(to: [targets[0]], now: Self.now)
        #expect(try await log.deliveries().map { [$0.error ?? "", "\($0.waiting)"] } == [["HTTP 410", "0"]])
        try await delivery(log, sent, now: { Self.now + .hours(2) }).deliver(
            to: [targets[0]], now: Self.now + .hours(2))
        #expect(sent.all.isEmpty)
    }
}
