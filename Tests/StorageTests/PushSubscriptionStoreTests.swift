import Domain
import Support
import Testing

@testable import Storage

@Suite("Registered browsers") struct PushSubscriptionStoreTests {
    private func browser(_ number: Int, language: Language = .french, at hour: Int64 = 1) -> PushSubscription {
        .sample(
            "00000000000000\(10 + number)", endpoint: "https://p.example/\(number)", language: language,
            created: .hour(hour))
    }

    @Test("a browser comes back as it was, and is removed once", arguments: ArchiveKind.all)
    func roundTrip(kind: ArchiveKind) async throws {
        try await withArchives(kind) { archives in
            let browsers = archives.browsers
            let all = [browser(1), browser(2, language: .english, at: 2), browser(0, at: 3)]
            for browser in all.reversed() {
                let isKept = try await browsers.keep(browser, limit: 3)
                #expect(isKept)
            }
            #expect(try await browsers.subscriptions() == all)
            let removed = [
                try await browsers.removeSubscription(all[1].id), try await browsers.removeSubscription(all[1].id),
            ]
            #expect(removed == [all[1], nil])
            #expect(try await browsers.subscriptions() == [all[0], all[2]])
        }
    }

    @Test(
        "who registers again is replaced, and as old as before, also where there are as many as there may be",
        arguments: ArchiveKind.all)
    func again(kind: ArchiveKind) async throws {
        try await withArchives(kind) { archives in
            let browsers = archives.browsers
            let kept = [
                try await browsers.keep(browser(1), limit: 2), try await browsers.keep(browser(2), limit: 2),
                try await browsers.keep(browser(3), limit: 2),
                try await browsers.keep(browser(1, language: .english, at: 5), limit: 2),
            ]
            #expect(kept == [true, true, false, true])
            #expect(try await browsers.subscriptions() == [browser(1, language: .english), browser(2)])
        }
    }

    @Test("a delivery is recorded, of a browser that is still there", arguments: ArchiveKind.all)
    func delivery(kind: ArchiveKind) async throws {
        try await withArchives(kind) { archives in
            let browsers = archives.browsers
            _ = try await browsers.keep(browser(1), limit: 2)
            try await browsers.recordDelivery(to: browser(1).id, at: .hour(7))
            try await browsers.recordDelivery(to: browser(2).id, at: .hour(7))
            #expect(try await browsers.subscriptions().map(\.delivered) == [.hour(7)])
        }
    }

    @Test("a language that only a newer version speaks is no obstacle; keys that are none are", arguments: Engine.all)
    func unknown(engine: Engine) async throws {
        try await withDatabase(engine) { database in
            _ = try await database.pushSubscriptions.keep(browser(1), limit: 9)
            try await database.engine.write { connection throws(ArchiveFailure) in
                _ = try connection.execute("UPDATE push_subscriptions SET language = 'de'")
            }
            #expect(try await database.pushSubscriptions.subscriptions().map(\.language) == [.english])
            try await database.engine.write { connection throws(ArchiveFailure) in
                _ = try connection.execute("UPDATE push_subscriptions SET auth = 'x'")
            }
            let failure = try await archiveFailure { _ = try await database.pushSubscriptions.subscriptions() }
            #expect(failure.kind == .corrupt)
        }
    }
}
