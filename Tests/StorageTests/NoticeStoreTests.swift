import Domain
import Support
import Testing

@testable import Storage

@Suite("Notifications in the database") struct NoticeStoreTests {
    private let slack = NoticeReceiver(fingerprint: "f1", name: "Slack")
    private let mail = NoticeReceiver(fingerprint: "f2", name: "e-mail by smtp.example.org")

    private func notice(_ id: String, at hour: Int64) -> QueuedNotice {
        QueuedNotice(id: id, kind: "price.alert", created: .hour(hour), content: #"{"é":"'🟠"}"#)
    }

    @Test("a notification is queued once, and comes back as it was", arguments: ArchiveKind.all)
    func queue(kind: ArchiveKind) async throws {
        try await withArchives(kind) { archives in
            #expect(try await archives.notices.queue(notice("b", at: 2)))
            #expect(try await archives.notices.queue(notice("a", at: 1)))
            let again = try await archives.notices.queue(notice("a", at: 3))
            #expect(!again)
            #expect(try await archives.notices.notices(since: .hour(0)) == [notice("a", at: 1), notice("b", at: 2)])
            #expect(try await archives.notices.notices(since: .hour(1)) == [notice("b", at: 2)])
        }
    }

    @Test("of many who want to send it one may, for each address", arguments: ArchiveKind.all)
    func claims(kind: ArchiveKind) async throws {
        try await withArchives(kind) { archives in
            let notices = archives.notices
            for receiver in [slack, mail] {
                let claims = try await withThrowingTaskGroup(of: NoticeClaim.self) { group in
                    for _ in 0..<8 {
                        group.addTask {
                            try await notices.claim("a", for: receiver, now: .hour(1), until: .hour(2))
                        }
                    }
                    return try await group.reduce(into: []) { $0.append($1) }
                }
                #expect(claims.count { $0 == .claimed(attempt: 1) } == 1)
                #expect(claims.count { $0 == .notYet(until: .hour(2)) } == 7)
            }
        }
    }

    @Test("a failed attempt is tried again when its time has come, a successful one never", arguments: ArchiveKind.all)
    func outcomes(kind: ArchiveKind) async throws {
        try await withArchives(kind) { archives in
            let notices = archives.notices
            _ = try await notices.claim("a", for: slack, now: .hour(1), until: .hour(2))
            try await notices.finish("a", for: slack, .failed("HTTP 429", retry: .hour(5), attempt: 1), now: .hour(1))
            #expect(
                try await notices.deliveries() == [
                    DeliveryRecord(slack, sent: nil, attempted: .hour(1), error: "HTTP 429", waiting: 1)
                ])
            #expect(try await notices.attempts(for: slack, since: .hour(0)) == DeliveryAttempts(open: ["a": .hour(5)]))
            #expect(
                try await notices.claim("a", for: slack, now: .hour(4), until: .hour(6)) == .notYet(until: .hour(5)))
            #expect(
                try await notices.claim("a", for: slack, now: .hour(5), until: .hour(6)) == .claimed(attempt: 2))
            try await notices.finish("a", for: slack, .sent, now: .hour(5))
            #expect(try await notices.claim("a", for: slack, now: .hour(9), until: .hour(10)) == .ended)
            #expect(try await notices.attempts(for: slack, since: .hour(0)) == DeliveryAttempts(ended: ["a"]))
            #expect(try await notices.attempts(for: slack, since: .hour(5)) == DeliveryAttempts())
            _ = try await notices.claim("a", for: mail, now: .hour(6), until: .hour(7))
            try await notices.finish("a", for: mail, .failed("given up", retry: nil, attempt: 1), now: .hour(6))
            #expect(
                try await notices.deliveries() == [
                    DeliveryRecord(slack, sent: .hour(5), attempted: .hour(5), error: nil, waiting: 0),
                    DeliveryRecord(mail, sent: nil, attempted: .hour(6), error: "given up", waiting: 0),
                ])
        }
    }

    @Test("a failure of a claim that has passed changes nothing of the next one", arguments: ArchiveKind.all)
    func lateFailure(kind: ArchiveKind) async throws {
        try await withArchives(kind) { archives in
            let notices = archives.notices
            _ = try await notices.claim("a", for: slack, now: .hour(1), until: .hour(2))
            #expect(try await notices.claim("a", for: slack, now: .hour(3), until: .hour(4)) == .claimed(attempt: 2))
            try await notices.finish("a", for: slack, .failed("late", retry: .hour(3), attempt: 1), now: .hour(3))
            #expect(
                try await notices.claim("a", for: slack, now: .hour(3), until: .hour(5)) == .notYet(until: .hour(4)))
            try await notices.finish("a", for: slack, .sent, now: .hour(3))
            // The same claim's, too: what was sent stays so.
            for attempt in [1, 2] {
                try await notices.finish(
                    "a", for: slack, .failed("late", retry: .hour(4), attempt: attempt), now: .hour(3))
            }
            #expect(try await notices.claim("a", for: slack, now: .hour(9), until: .hour(10)) == .ended)
            #expect(
                try await notices.deliveries() == [
                    DeliveryRecord(slack, sent: .hour(3), attempted: .hour(3), error: nil, waiting: 0)
                ])
        }
    }

    @Test("what was sent without a claim is not sent again", arguments: ArchiveKind.all)
    func unclaimed(kind: ArchiveKind) async throws {
        try await withArchives(kind) { archives in
            let notices = archives.notices
            try await notices.finish("a", for: slack, .failed("unknown", retry: .hour(3), attempt: 1), now: .hour(1))
            #expect(try await notices.deliveries().isEmpty)
            try await notices.finish("a", for: slack, .sent, now: .hour(2))
            #expect(try await notices.claim("a", for: slack, now: .hour(3), until: .hour(4)) == .ended)
            #expect(
                try await notices.claim("a", for: mail, now: .hour(3), until: .hour(4)) == .claimed(attempt: 1))
            #expect(try await notices.deliveries().map(\.sent) == [.hour(2), nil])
        }
    }

    @Test("a process that ended while it was sending is followed by another one", arguments: ArchiveKind.all)
    func abandoned(kind: ArchiveKind) async throws {
        try await withArchives(kind) { archives in
            _ = try await archives.notices.claim("a", for: slack, now: .hour(1), until: .hour(2))
            #expect(
                try await archives.notices.claim("a", for: slack, now: .hour(2), until: .hour(3))
                    == .claimed(attempt: 2))
        }
    }

    @Test("what is older than a month is forgotten", arguments: Engine.all)
    func retention(engine: Engine) async throws {
        try await withDatabase(engine) { database in
            _ = try await database.notices.queue(notice("a", at: 1))
            _ = try await database.notices.claim("a", for: slack, now: .hour(1), until: .hour(2))
            _ = try await database.notices.queue(notice("b", at: 1 + 31 * 24))
            #expect(try await database.notices.notices(since: .hour(0)).map(\.id) == ["b"])
            #expect(try await database.notices.deliveries().isEmpty)
        }
    }
}
