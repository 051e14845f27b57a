import Domain
import Support
import Synchronization
import Testing

@testable import Collection

/// A simulated month of hourly passes, 30 days from hour 0, each 20 minutes after the hour: 720 passes.
@Suite("The requests to a feed in a month") struct FeedMonthTests {
    private static let passes: Int64 = 720

    /// What a feed answers to its request number n, from 1, at a time.
    private typealias Answer = @Sendable (Int, Timestamp) throws(SourceFailure) -> NewsBatch

    private final class Month: Sendable {
        let clock = Mutex(Timestamp.hour(0))
        let asked = Mutex<[Timestamp]>([])
        let conditional = Atomic(0)
    }

    /// - Returns: when the feed was asked, and how often with validators.
    private func month(
        _ trigger: FeedSchedule.Demand = .scheduled, _ answer: @escaping Answer
    ) async throws -> (asked: [Timestamp], conditional: Int) {
        let month = Month()
        let now: @Sendable () -> Timestamp = { month.clock.withLock { $0 } }
        let feed = ScriptedNews(
            "feed",
            answering: { request throws(SourceFailure) in
                let count = month.asked.withLock { asked in
                    asked.append(now())
                    return asked.count
                }
                if request.validators != nil { month.conditional.add(1, ordering: .relaxed) }
                return try answer(count, now())
            })
        let feeds = MemoryFeeds()
        let collection = NewsCollection(
            sources: [feed], archive: MemoryNews(feeds: feeds), feeds: feeds,
            leases: Leases(
                registry: MemoryLeases(), host: "host", process: 1, processStart: "", isGone: { _ in false },
                ttl: .hours(1), now: now),
            journal: MemoryJournal(), every: .hours(1), now: now, jitter: { 1 })
        for hour in 0..<Self.passes {
            month.clock.withLock { $0 = .hour(hour) + .minutes(20) }
            _ = try await collection.collect(run: RunID(rawValue: "\(hour)"), trigger)
        }
        return (month.asked.withLock { $0 }, month.conditional.load(ordering: .relaxed))
    }

    private static func batch(_ demands: FeedDemands = FeedDemands(), etag: String? = nil) -> NewsBatch {
        var batch = NewsBatch(
            articles: [.number(1)], validators: FeedValidators(etag: etag, lastModified: nil))
        batch.demands = demands
        return batch
    }

    @Test("without a word of the publisher: once an hour")
    func plain() async throws {
        #expect(try await month { _, _ in Self.batch() }.asked.count == 720)
    }

    @Test("a person who collects by hand each hour changes nothing")
    func byHand() async throws {
        #expect(try await month(.manual) { _, _ in Self.batch(FeedDemands(ttl: .hours(4))) }.asked.count == 180)
    }

    /// One request in each period: 720 h / period.
    @Test(
        "Cache-Control, ttl and sy:updatePeriod: once in each of their periods",
        arguments: [
            (FeedDemands(freshFor: .minutes(5)), 720), (FeedDemands(freshFor: .hours(2)), 360),
            (FeedDemands(ttl: .minutes(60)), 720), (FeedDemands(ttl: .minutes(90)), 360),
            (FeedDemands(ttl: .hours(3)), 240), (FeedDemands(updatePeriod: .hours(12)), 60),
            (FeedDemands(freshFor: .days(365)), 30),
        ])
    func periods(demands: FeedDemands, requests: Int) async throws {
        #expect(try await month { _, _ in Self.batch(demands) }.asked.count == requests)
    }

    /// The first pass is before the feed has said anything. Hour 0 is 00:00 of 1 January 2026, a Thursday: of 30 days,
    /// 9 are a Saturday or Sunday (3, 4, 10, 11, 17, 18, 24, 25 and 31 January is beyond), so 8.
    @Test("skipHours and skipDays: in none of them")
    func skipped() async throws {
        // 8 hours of 24: 720 × 16 / 24 = 480, and the first request in hour 0, which is one of them.
        let hours = try await month { _, _ in Self.batch(FeedDemands(skipHours: Set(0..<8))) }
        #expect(hours.asked.count == 481)
        // 22 days of 24 hours.
        let days = try await month { _, _ in Self.batch(FeedDemands(skipDays: [0, 6])) }
        #expect(days.asked.count == 528)
    }

    /// With the whole of each pause (jitter 1): 1, 2, 4, 8, 16, 24, 24 … hours. The requests are at hours 0, 1, 3, 7,
    /// 15, 31, 55, 79 …: 6 up to hour 31, and (719 − 31) / 24 = 28 more.
    @Test("a feed that always fails: less and less, and once a day at the end")
    func failing() async throws {
        let asked = try await month { _, _ throws(SourceFailure) in
            throw SourceFailure("feed", OutboundError.status(500))
        }.asked
        #expect(asked.count == 34)
        #expect(asked.prefix(7).map { ($0 - .hour(0)).components.seconds / 3600 } == [0, 1, 3, 7, 15, 31, 55])
    }

    @Test("Retry-After of six hours each time: four times a day", arguments: [429, 503])
    func refused(status: Int) async throws {
        let asked = try await month { _, _ throws(SourceFailure) in
            throw SourceFailure("feed", OutboundError.status(status, retryAfter: .hours(6)))
        }.asked
        #expect(asked.count == 120)
    }

    @Test("a feed that is gone (410): once")
    func gone() async throws {
        let asked = try await month { _, _ throws(SourceFailure) in
            throw SourceFailure("feed", OutboundError.status(410))
        }.asked
        #expect(asked.count == 1)
    }

    /// Every seventh day without: the first request, and those at 168, 336, 504 and 672 hours.
    @Test("a feed that is unchanged: each hour with validators, and once a week without")
    func unchanged() async throws {
        let (asked, conditional) = try await month { count, moment in
            (moment - .hour(0) - .minutes(20)).components.seconds % (7 * 86_400) == 0
                ? Self.batch(etag: "\"1\"") : NewsBatch(articles: [], validators: nil, notModified: true)
        }
        #expect(asked.count == 720 && conditional == 715)
    }
}
