import Analysis
import Domain
import Support
import Testing

@testable import Notifications

@Suite("The check of price alerts") struct PriceAlertCheckTests {
    private func check(_ log: MemoryNotifications, _ candles: MemoryCandles) -> PriceAlertCheck {
        PriceAlertCheck(alerts: log, candles: candles, sightings: MemorySightings(), journal: MemoryJournal())
    }

    private func candle(_ hour: Int64, _ close: Double) throws -> ArchivedCandle {
        ArchivedCandle(
            try .hour(hour, close: close), source: "kraken", run: RunID(rawValue: "r"), seenAt: .hour(hour + 1))
    }

    @Test("fires once, is armed again when the price has gone back, and fires again, whoever checks")
    func cycle() async throws {
        let (log, candles) = (MemoryNotifications(), MemoryCandles())
        _ = try await log.add(
            PriceAlert(id: "a", .above(150), created: .hour(0), armed: .hour(0)), limit: 9)
        var sent: [[String]] = []
        for (hour, close) in [100.0, 151, 152, 140, 155].enumerated() {
            _ = try await candles.keep([try candle(Int64(hour), close)])
            let now = Timestamp.hour(Int64(hour) + 1)
            // Two processes at once.
            async let first = check(log, candles).run(at: now, sent: now)
            async let second = check(log, candles).run(at: now, sent: now)
            sent.append(try await (first + second).map(\.id))
        }
        #expect(sent == [[], ["alert-a-1"], [], [], ["alert-a-2"]])
        #expect(try await log.notices(since: .hour(0)).map(\.id) == ["alert-a-1", "alert-a-2"])
        let alert = try #require(try await log.alerts().first)
        #expect(alert.firings == 2 && alert.armed == nil && alert.firedPrice == 155)
    }
}

@Suite("The time of the daily summary") struct DailyScheduleTests {
    private func due(_ schedule: String, at time: String, offset: Int64 = 0) throws -> String? {
        let now = try #require(Timestamp(rfc3339: time))
        return try #require(DailySchedule(schedule)).due(
            at: now, local: { $0 + offset * 3600 }, utc: { $0 - offset * 3600 })
    }

    @Test("is due at its minute, in its zone, and for six hours")
    func due() throws {
        #expect(try due("07:30", at: "2026-01-31T07:29:59Z") == nil)
        #expect(try due("07:30", at: "2026-01-31T07:30:00Z") == "2026-01-31")
        #expect(try due("07:30", at: "2026-01-31T13:30:00Z") == "2026-01-31")
        #expect(try due("07:30", at: "2026-01-31T13:30:01Z") == nil)
        #expect(try due("07:30", at: "2026-01-31T05:30:00Z", offset: 2) == "2026-01-31")
        #expect(try due("00:15", at: "2026-01-31T23:15:00Z", offset: 1) == "2026-02-01")
        #expect(try due("23:00", at: "2026-02-01T02:00:00Z") == "2026-01-31")
    }

    @Test("what is no time of day is refused", arguments: ["", "7:30", "24:00", "07:60", "07:30:00", "0730", "+7:30"])
    func refused(_ text: String) { #expect(DailySchedule(text) == nil) }
}
