import Domain
import Support
import Testing

@testable import Storage

@Suite("Price alerts") struct AlertStoreTests {
    private func made(_ id: String, _ condition: PriceAlert.Condition, at hour: Int64 = 1) -> PriceAlert {
        PriceAlert(id: id, condition, note: "l'été \"🟠\"", created: .hour(hour), armed: .hour(hour))
    }

    @Test("an alert comes back as it was, and is removed once", arguments: ArchiveKind.all)
    func roundTrip(kind: ArchiveKind) async throws {
        try await withArchives(kind) { archives in
            let alerts = archives.alerts
            let all = [
                made("b", .above(100_000.5)), made("c", .below(0.25), at: 2),
                made("a", .moved(percent: 2.5, hours: 24), at: 3),
            ]
            for alert in all.reversed() {
                let isKept = try await alerts.add(alert, limit: 3)
                #expect(isKept)
            }
            #expect(try await alerts.alerts() == all)
            let fourth = try await alerts.add(made("d", .above(1)), limit: 3)
            let second = try await alerts.add(made("a", .above(1)), limit: 9)
            #expect(!fourth && !second, "there are three, and one of this id")
            let removed = [try await alerts.remove("c"), try await alerts.remove("c")]
            #expect(removed == [all[1], nil])
            #expect(try await alerts.alerts() == [all[0], all[2]])
        }
    }

    @Test("no more than the limit are kept, however many come at once", arguments: ArchiveKind.all)
    func limit(kind: ArchiveKind) async throws {
        try await withArchives(kind) { archives in
            for index in 0..<8 { _ = try await archives.alerts.add(made("a\(index)", .above(1)), limit: 5) }
            #expect(try await archives.alerts.alerts().count == 5)
        }
    }

    @Test("of several processes that saw the same alert fire, one sends it", arguments: ArchiveKind.all)
    func once(kind: ArchiveKind) async throws {
        try await withArchives(kind) { archives in
            let (alerts, notices) = (archives.alerts, archives.notices)
            let before = made("a", .above(100))
            _ = try await alerts.add(before, limit: 9)
            var after = before
            (after.armed, after.firings) = (nil, 1)
            (after.fired, after.firedPrice) = (.hour(2), 101.5)
            let changed = after
            let won = try await withThrowingTaskGroup(of: Bool.self) { group in
                for index in 0..<8 {
                    group.addTask {
                        let notice = QueuedNotice(
                            id: "alert-a-\(index)", kind: "price.alert", created: .hour(2), content: "{}")
                        return try await alerts.replace(before, with: changed, sending: notice)
                    }
                }
                var won = 0
                for try await isOurs in group where isOurs { won += 1 }
                return won
            }
            #expect(won == 1)
            #expect(try await notices.notices(since: .hour(1)).count == 1)
            #expect(try await alerts.alerts() == [changed])
            _ = try await alerts.remove("a")
            let isReplaced = try await alerts.replace(changed, with: before, sending: nil)
            #expect(!isReplaced, "it was removed meanwhile")
        }
    }

    @Test("an alert of a kind that only a newer version knows is left to it", arguments: Engine.all)
    func unknownKind(engine: Engine) async throws {
        try await withDatabase(engine) { database in
            _ = try await database.alerts.add(made("a", .above(1)), limit: 9)
            try await database.engine.write { connection throws(ArchiveFailure) in
                _ = try connection.execute("UPDATE price_alerts SET kind = 'near'")
            }
            #expect(try await database.alerts.alerts().isEmpty)
        }
    }
}
