import Domain
import Foundation
import Support
import Synchronization
import Testing

@testable import Notifications

@Suite("Notifications of incidents") struct NotificationTests {
    private static let now = Timestamp(seconds: 1_800_000_000)

    private func incident(
        _ id: String, _ state: Incident.State = .open, reopened: Int = 0, parent: String? = nil,
        resolved: Timestamp? = nil
    ) -> Incident {
        Incident(
            id: IncidentID(rawValue: id), cause: .databaseUnreachable, severity: .critical, state: state,
            opened: Self.now,
            resolved: state == .resolved ? resolved ?? Self.now : nil, reopened: reopened,
            parent: parent.map(IncidentID.init), context: "c",
            symptom: Phrase("No new prices.", fr: "Plus de cours."), diagnosis: "d", resolution: "r")
    }

    @Test("what another server or process wrote is not sent")
    func quotation() {
        var incident = incident("i1")
        incident.diagnosis = Phrase(verbatim: "process 9 (python3 “python3 --password=secret”)")
        #expect(
            Notice(.opened, of: incident, number: 1, at: Self.now).text.english
                == "No new prices.\nprocess 9 (python3)")
    }

    @Test(
        "addresses are understood, and named by their host alone",
        arguments: [
            (
                "https://hooks.example.org/secret-path?token=abc", "https://hooks.example.org/secret-path?token=abc",
                "webhook at hooks.example.org"
            ),
            ("http://127.0.0.1:9000", "http://127.0.0.1:9000/", "webhook at 127.0.0.1:9000"),
            ("ntfy://ntfy.sh/my-topic", "https://ntfy.sh/", "ntfy at ntfy.sh"),
            ("ntfy://localhost:8080/topic?secure=false", "http://localhost:8080/", "ntfy at localhost:8080"),
            ("https://user:pass@hooks.example.org/x", "https://hooks.example.org/x", "webhook at hooks.example.org"),
        ])
    func targets(_ text: String, _ url: String, _ name: String) throws {
        let target = try #require(NotificationTarget(text))
        #expect(target.url == url && target.name == name)
        #expect(
            !target.name.contains("secret") && !target.fingerprint.contains("secret") && target.fingerprint.count == 16)
    }

    @Test("an incident whose state is unknown is not announced")
    func unknownState() {
        var state = NotificationState()
        let muted = incident("i1", Incident.State(rawValue: "muted"))
        #expect(state.due([muted], now: Self.now, reminderInterval: .hours(1)).isEmpty)
        #expect(state.due([muted], now: Self.now + .hours(5), reminderInterval: .hours(1)).isEmpty)
    }

    @Test("users and tokens before the host become a header")
    func authorization() {
        #expect(NotificationTarget("ntfy://phil:mypass@ntfy.example.com/t")?.authorization == "Basic cGhpbDpteXBhc3M=")
        #expect(
            NotificationTarget("ntfy://tk_AgQdq7mVBoFD37zQVN29RhuMzNIz2@ntfy.example.com/t")?.authorization
                == "Bearer tk_AgQdq7mVBoFD37zQVN29RhuMzNIz2")
    }

    @Test(
        "what is no address is refused",
        arguments: [
            "", "ftp://x/y", "ntfy://ntfy.sh", "ntfy://ntfy.sh/a/b", "https://", "hooks.example.org/x", "https://a b/c",
            "ntfy://h/a b",
        ])
    func refused(_ text: String) { #expect(NotificationTarget(text) == nil) }

    @Test("a webhook's signature is that of the Standard Webhooks specification")
    func signature() {
        // The example of the reference libraries (standard-webhooks/libraries).
        let signed = NotificationRequest.signature(
            of: #"{"test": 2432232314}"#, id: "msg_p5jXN8AQM9LWM0D4loKWxJek", at: 1_614_265_330,
            secret: "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
        #expect(signed == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=")
    }

    private func request(
        _ notice: Notice, to address: String, secret: String? = nil, language: Language = .english
    ) throws -> NotificationRequest {
        let target = try #require(NotificationTarget(address))
        let message = try NotificationMessage(notice, to: target, secret: secret, language: language, now: Self.now)
        guard case .request(let request) = message else { throw NoRequest() }
        return request
    }

    private struct NoRequest: Error {}

    @Test("ntfy gets notices in the language asked for, a webhook in both")
    func messages() throws {
        let notice = Notice(.opened, of: incident("i1"), number: 0, at: Self.now)
        let ntfy = try request(notice, to: "ntfy://ntfy.sh/t", secret: "s", language: .french)
        #expect(
            ntfy.body.contains(#""priority":5"#) && ntfy.body.contains("Plus de cours.")
                && !ntfy.body.contains("No new prices.") && ntfy.headers.isEmpty)
        let hook = try request(notice, to: "https://h/p", secret: "s", language: .french)
        #expect(
            hook.body.contains("Plus de cours.") && hook.body.contains("No new prices.")
                && hook.body.contains(#""type":"incident.opened""#))
        #expect(
            hook.headers["webhook-id"] == notice.id && hook.headers["webhook-timestamp"] == "1800000000"
                && hook.headers["webhook-signature"]?.hasPrefix("v1,") == true)
    }

    @Test(
        "each incident is announced once when it opens, once when it comes back, once when it is over; children are not"
    )
    func once() {
        var state = NotificationState()
        func due(_ incidents: [Incident]) -> [String] {
            state.due(incidents, now: Self.now, reminderInterval: nil).map {
                "\($0.incident?.rawValue ?? "") \($0.event.rawValue)"
            }
        }
        #expect(due([incident("a"), incident("b", parent: "a")]) == ["a opened"])
        #expect(due([incident("a"), incident("b", parent: "a")]) == [])
        #expect(due([incident("a", .resolved)]) == ["a resolved"])
        #expect(due([incident("a", .resolved)]) == [])
        #expect(due([incident("a", reopened: 1)]) == ["a opened"])
        #expect(due([incident("a", .resolved, reopened: 1)]) == ["a resolved"])
        #expect(due([incident("old", .resolved, resolved: Self.now - .hours(5))]) == [])
        #expect(due([incident("short", .resolved)]) == ["short opened", "short resolved"])
    }

    @Test("reminders come as often as was asked, while it is open")
    func reminders() {
        var state = NotificationState()
        var notices: [String] = []
        for minute in 0..<130 {
            notices += state.due(
                [incident("a", minute < 125 ? .open : .resolved)], now: Self.now + .minutes(Int64(minute)),
                reminderInterval: .minutes(60)
            ).map(\.event.rawValue)
        }
        #expect(notices == ["opened", "reminder", "reminder", "resolved"])
    }

    @Test("a host that is new to an incident counts as the others do: what they sent is not taken for what comes next")
    func newHost() {
        func notices(_ state: inout NotificationState, _ incident: Incident, after minutes: Int64) -> [String] {
            state.due([incident], now: Self.now + .minutes(minutes), reminderInterval: .hours(1)).map(\.id)
        }
        var (known, new, late) = (NotificationState(), NotificationState(), NotificationState())
        let before = [0, 60, 121].flatMap { notices(&known, incident("a"), after: $0) }
        #expect(before == ["a-opened-1", "a-reminder-1", "a-reminder-2"])
        let joined = [130, 190].flatMap { notices(&new, incident("a"), after: $0) }
        #expect(joined == ["a-opened-1", "a-reminder-3"])
        let over = notices(&known, incident("a", .resolved), after: 191)
        let again = notices(&known, incident("a", reopened: 1), after: 192)
        #expect(over == ["a-resolved-1"] && again == ["a-opened-2"])
        let first = notices(&late, incident("a", reopened: 1), after: 192)
        let end = notices(&late, incident("a", .resolved, reopened: 1), after: 193)
        #expect(first == ["a-opened-2"] && end == ["a-resolved-2"])
    }

    @Test(
        "whatever an incident goes through, openings and ends are notices in turn, each under an id of its own",
        arguments: 0..<20)
    func property(_ seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        var notifications = NotificationState()
        var (state, reopened) = (Incident.State.open, 0)
        var notices: [Notice] = []
        for minute in 0..<200 {
            if Int.random(in: 0..<5, using: &random) == 0 {
                if state == .resolved { reopened += 1 }
                state = state == .open ? .resolved : .open
            }
            let now = Self.now + .minutes(Int64(minute))
            notices += notifications.due(
                [incident("a", state, reopened: reopened, resolved: now)], now: now, reminderInterval: nil)
        }
        #expect(Set(notices.map(\.id)).count == notices.count)
        for (first, second) in zip(notices, notices.dropFirst()) { #expect(first.event != second.event) }
        #expect(notices.first?.event == .opened)
    }

    private func temporaryFolder() throws -> String {
        let folder = FileManager.default.temporaryDirectory.path + "/notices-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        return folder
    }

    @Test("a notice waits in a file until it has arrived, and is tried again later and later")
    func outbox() async throws {
        let folder = try temporaryFolder()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let outbox = NotificationOutbox(stateDirectory: folder)
        let target = try #require(NotificationTarget("https://h/secret"))
        try outbox.enqueue([incident("a")], to: [target], reminderInterval: nil, now: Self.now)
        try outbox.enqueue([incident("a")], to: [target], reminderInterval: nil, now: Self.now)
        #expect(outbox.waiting == 1)
        struct Down: Error {}
        let clock = Mutex(Self.now)
        let tries = Mutex<[(String, Timestamp)]>([])
        for _ in 0..<600 {
            let sender = NoticeSender(log: nil, now: { clock.withLock(\.self) }) { notice, _ in
                let moment = clock.withLock(\.self)
                let count = tries.withLock { tries in
                    tries.append((notice.id, moment))
                    return tries.count
                }
                if count < 4 { throw Down() }
            }
            await outbox.deliver(
                to: [target], by: sender, now: { clock.withLock(\.self) }, journal: MemoryJournal())
            clock.withLock { $0 = $0 + .seconds(1) }
        }
        let all = tries.withLock(\.self)
        #expect(all.count == 4 && Set(all.map(\.0)).count == 1 && outbox.waiting == 0)
        let waits = zip(all, all.dropFirst()).map { ($1.1 - $0.1).components.seconds }
        #expect(waits[0] >= 2 && waits[0] <= 6 && waits[2] >= 10, "\(waits)")
        let files = try FileManager.default.subpathsOfDirectory(atPath: folder)
        #expect(
            !files.contains {
                ((try? String(contentsOfFile: folder + "/" + $0, encoding: .utf8)) ?? "").contains("secret")
            })
    }

    @Test("notices of one incident come in their order, also when the first one fails; others do not wait for it")
    func inOrder() async throws {
        let folder = try temporaryFolder()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let outbox = NotificationOutbox(stateDirectory: folder)
        let target = try #require(NotificationTarget("https://h/x"))
        for (minutes, incident) in [
            incident("a"), incident("a", .resolved, resolved: Self.now + .minutes(1)), incident("a", reopened: 1),
        ].enumerated() {
            try outbox.enqueue(
                [incident], to: [target], reminderInterval: nil, now: Self.now + .minutes(Int64(minutes)))
        }
        try outbox.enqueue([incident("b")], to: [target], reminderInterval: nil, now: Self.now + .minutes(3))
        struct Down: Error {}
        let sent = Sent()
        let state = Receiver(now: Self.now + .minutes(3))
        @Sendable func deliver() async {
            let sender = NoticeSender(log: nil, now: { state.now.withLock(\.self) }) { notice, _ in
                if state.isDown.withLock(\.self), notice.id == "a-opened-1" { throw Down() }
                sent.ids.withLock { $0.append(notice.id) }
            }
            await outbox.deliver(
                to: [target], by: sender, now: { state.now.withLock(\.self) }, journal: MemoryJournal())
        }
        for _ in 0..<2 { await deliver() }
        #expect(sent.ids.withLock(\.self) == ["b-opened-1"])
        await Task {
            withUnsafeCurrentTask { $0?.cancel() }
            state.now.withLock { $0 = $0 + .seconds(10) }
            await deliver()
        }.value
        #expect(sent.ids.withLock(\.self) == ["b-opened-1"], "a process that ends sends no more")
        state.isDown.withLock { $0 = false }
        state.now.withLock { $0 = $0 + .seconds(10) }
        await deliver()
        #expect(sent.ids.withLock(\.self) == ["b-opened-1", "a-opened-1", "a-resolved-1", "a-opened-2"])
        #expect(outbox.waiting == 0)
    }

    @Test("what a receiver refuses holds up what came after it for an hour")
    func refusedFirst() async throws {
        let folder = try temporaryFolder()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let outbox = NotificationOutbox(stateDirectory: folder)
        let target = try #require(NotificationTarget("https://h/x"))
        let resolved = incident("a", .resolved, resolved: Self.now + .minutes(1))
        try outbox.enqueue([incident("a")], to: [target], reminderInterval: nil, now: Self.now)
        try outbox.enqueue([resolved], to: [target], reminderInterval: nil, now: Self.now + .minutes(1))
        struct Refused: Error {}
        let sent = Sent()
        for minutes: Int64 in [1, 30, 59, 60] {
            let now = Self.now + .minutes(minutes)
            let sender = NoticeSender(log: nil, now: { now }) { notice, _ in
                if notice.id == "a-opened-1" { throw Refused() }
                sent.ids.withLock { $0.append(notice.id) }
            }
            await outbox.deliver(to: [target], by: sender, now: { now }, journal: MemoryJournal())
            #expect(sent.ids.withLock(\.self).isEmpty, "after \(minutes) minutes")
        }
        let later = Self.now + .minutes(61)
        let sender = NoticeSender(log: nil, now: { later }) { notice, _ in
            if notice.id == "a-opened-1" { throw Refused() }
            sent.ids.withLock { $0.append(notice.id) }
        }
        await outbox.deliver(to: [target], by: sender, now: { later }, journal: MemoryJournal())
        #expect(sent.ids.withLock(\.self) == ["a-resolved-1"])
    }

    @Test("each target is delivered to by itself, and what waits for one that is not known is removed")
    func others() async throws {
        let folder = try temporaryFolder()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let outbox = NotificationOutbox(stateDirectory: folder)
        let targets = ["https://a/x", "https://b/x", "https://c/x"].compactMap { NotificationTarget($0) }
        try outbox.enqueue([incident("a")], to: targets, reminderInterval: nil, now: Self.now)
        let sent = Sent()
        let sender = NoticeSender(log: nil, now: { Self.now }) { _, target in
            sent.ids.withLock { $0.append(target.name) }
        }
        await outbox.deliver(
            to: [targets[0]], of: targets, by: sender, now: { Self.now }, journal: MemoryJournal())
        #expect(sent.ids.withLock(\.self) == ["webhook at a"] && outbox.waiting == 2)
        await outbox.deliver(
            to: [targets[1]], of: Array(targets.dropLast()), by: sender, now: { Self.now }, journal: MemoryJournal())
        #expect(sent.ids.withLock(\.self) == ["webhook at a", "webhook at b"] && outbox.waiting == 0)
    }

    @Test("several who deliver at once send a notice once")
    func concurrent() async throws {
        let folder = try temporaryFolder()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let outbox = NotificationOutbox(stateDirectory: folder)
        let target = try #require(NotificationTarget("https://h/p"))
        try outbox.enqueue((0..<5).map { incident("i\($0)") }, to: [target], reminderInterval: nil, now: Self.now)
        let sent = Sent()
        let send: @Sendable (Notice, NotificationTarget) async throws -> Void = { notice, _ in
            await Task.yield()
            sent.ids.withLock { $0.append(notice.id) }
        }
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<4 {
                group.addTask {
                    await outbox.deliver(
                        to: [target], by: NoticeSender(log: nil, now: { Self.now }, send: send), now: { Self.now },
                        journal: MemoryJournal())
                }
            }
        }
        #expect(sent.ids.withLock { $0.sorted() } == (0..<5).map { "i\($0)-opened-1" })
    }
}

private final class Sent: Sendable {
    let ids = Mutex<[String]>([])
}

/// A receiver that does not respond, and the time.
private final class Receiver: Sendable {
    let isDown = Mutex(true)
    let now: Mutex<Timestamp>

    init(now: Timestamp) { self.now = Mutex(now) }
}
