import Domain
import Sandbox
import Testing

/// What leaves the program for a source that counts its requests.
struct SourceBudgetTests {
    /// A venue with the requests a second that it documents, and enough days of minutes for about 18 requests.
    @Test(
        "a backfill stays within what a venue allows a second",
        arguments: [(Venue.coinbase, perSecond: 10, days: Int64(4)), (.bitstamp, 400, 11), (.binance, 50, 12)])
    func backfill(_ venue: Venue, _ perSecond: Int, _ days: Int64) async throws {
        try await withWorld { world in
            world.sandbox.faults.set(.budget(perSecond: perSecond), on: .venue(venue))
            let end = Interval.oneHour.openTime(containing: world.clock.now)
            let ended = try await world.run(
                "backfill", "--interval", "1m", "--from", (end - .days(days)).rfc3339, "--to", end.rfc3339,
                with: ["PRICE_SOURCES": "\(venue.rawValue)=\(world.sandbox.baseURL(of: venue))"])
            #expect(ended.code == 0, "\(ended.errors)")
            #expect(world.sandbox.requests.all.count >= 16)
            #expect(world.sandbox.violations.isEmpty)
            #expect(try await Dump(of: world.database, .oneMinute).candles.count == Int(days) * 1440)
        }
    }

    @Test("a ban in the middle of a backfill is the last that the venue hears of it, and what came before is kept")
    func ban() async throws {
        try await withWorld { world in
            let end = Interval.oneHour.openTime(containing: world.clock.now)
            let words = ["backfill", "--from", (end - .days(140)).rfc3339, "--to", end.rfc3339]
            let settings = world.settings.merging(["PRICE_SOURCES": "coinbase=\(world.sandbox.baseURL(of: .coinbase))"])
            {
                $1
            }
            let folder = world.folder
            // Twelve requests, of which four leave at once.
            async let running = BitcoinAnalyzer.run(words, settings, in: folder)
            try await world.sandbox.requests.wait(for: 4, to: .venue(.coinbase))
            world.sandbox.faults.set(.banned(seconds: 3600), on: .venue(.coinbase))
            let ended = try await running
            #expect(ended.code == 75, "\(ended.errors)")
            #expect(world.sandbox.violations.isEmpty)
            let kept = try await world.dump().candles.count
            #expect(kept > 0 && kept < 140 * 24)
        }
    }
}
