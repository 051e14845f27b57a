import Domain
import Support
import Synchronization
import Testing

@testable import Collection

@Suite("What is owed") struct OwedHoursTests {
    @Test("a host that was off for ten days has every hour again after one pass")
    func tenDaysOff() async throws {
        let host = SimulatedHost()
        try await host.pass()
        try await host.pass(atHour: 2240)
        #expect(try await host.wrong(2000 - 31 * 24, 2240) == [])
    }

    @Test("an empty page is asked for again, and nothing is missing")
    func emptyOnce() async throws {
        let host = SimulatedHost(["first"], pageSize: 100)
        let count = Counter()
        host.venues[0].behave { candles, _, _ in count.next() % 2 == 0 ? [] : candles }
        try await host.pass(atHour: 2000)
        try await host.pass(atHour: 2001)
        #expect(try await host.wrong(2001 - 31 * 24, 2001) == [])
    }

    @Test("a page that stays empty where the venue has data is a failure, and the next source fills it")
    func emptyAlways() async throws {
        let host = SimulatedHost(["first", "second"], pageSize: 100)
        host.venues[0].behave { candles, range, _ in range.contains(.hour(1700)) ? [] : candles }
        _ = try await host.backfill(1000, 1100)
        let run = try await host.pass()
        #expect(run.outcome == .degraded)
        #expect(run.sources.first?.error?.kind == .empty)
        #expect(try await host.wrong(2000 - 31 * 24, 2000) == [])
    }

    @Test("one bad page loses that page only, and it is owed")
    func badPage() async throws {
        let host = SimulatedHost(["first"], pageSize: 100)
        host.venues[0].behave { candles, range, _ throws(SourceFailure) in
            if range.contains(.hour(1700)) { throw SourceFailure(.malformed, source: "first") }
            return candles
        }
        let (run, summary) = try await host.backfill(1000, 2000)
        #expect(run.outcome == .failed)
        #expect(summary.owed == 100 && summary.kept == 900 && summary.absent == 0)
        host.venues[0].behave { candles, _, _ in candles }
        #expect(try await host.backfill(1000, 2000).summary.owed == 0)
        #expect(try await host.wrong(1000, 2000) == [])
    }

    @Test("a bad page does not keep a scheduled pass from the older pages")
    func badPageOfPass() async throws {
        let host = SimulatedHost(["first"], pageSize: 100)
        host.venues[0].behave { candles, range, _ throws(SourceFailure) in
            if range.contains(.hour(1850)) { throw SourceFailure(.malformed, source: "first") }
            return candles
        }
        try await host.pass()
        let wrong = try await host.wrong(1400, 2000)
        #expect(wrong.count <= 100 && wrong.contains(.hour(1850)))
    }

    @Test("the clock may pass a boundary between two steps: pages are still finite")
    func boundary() {
        // The source's oldest hour has just become one that is newer than the gap.
        let facts = SourceFacts(pageSize: 10, depth: 100)
        let now = Timestamp.hour(1000) + .minutes(5)
        let oldest = facts.oldest(of: .oneHour, at: now)
        let gap = TimeRange(oldest - .hours(1), until: oldest)
        let window = TimeRange(.hour(0), until: .hour(1000))
        #expect(OwedHours.pages(for: [gap], of: .oneHour, from: facts, within: window, now: now).isEmpty)
        let longer = TimeRange(oldest - .hours(1), until: oldest + .hours(15))
        let pages = OwedHours.pages(for: [longer], of: .oneHour, from: facts, within: window, now: now)
        #expect(pages.last?.start == oldest && pages.count == 2)
    }

    @Test("six thousand known absences do not hide what is owed before them")
    func absencesBeforeOwed() async throws {
        let host = SimulatedHost(["first"], at: .hour(13_000) + .minutes(20), pageSize: 1000)
        // Every second hour from 1000 on does not exist.
        host.venues[0].behave { candles, _, _ in
            candles.filter { !((1000..<12_990).contains($0.openTime.hour) && $0.openTime.hour % 2 == 1) }
        }
        _ = try await host.backfill(1000, 13_000)
        let (run, summary) = try await host.backfill(0, 13_000)
        #expect(run.outcome == .ok)
        #expect(summary.kept == 1000 && summary.owed == 0)
        #expect(try await host.wrong(0, 1000) == [])
    }

    @Test("ranges without others are what remains of each", arguments: 0..<50)
    func subtraction(seed: Int) {
        var random = SeededGenerator(seed: UInt64(seed))
        let hours = (0..<200).map { Timestamp.hour(Int64($0)) }
        let some = hours.filter { _ in Int.random(in: 0..<3, using: &random) > 0 }
        let others = hours.filter { _ in Int.random(in: 0..<3, using: &random) == 0 }
        let left = some.ranges(every: .oneHour).subtracting(others.ranges(every: .oneHour).shuffled(using: &random))
        #expect(left == some.filter { !others.contains($0) }.ranges(every: .oneHour))
    }

    @Test("before its first candle a venue has nothing: no failure, and not asked again soon")
    func beginning() async throws {
        let host = SimulatedHost(["first"], pageSize: 100)
        host.venues[0].behave { candles, _, _ in candles.filter { $0.openTime >= .hour(1234) } }
        let (run, summary) = try await host.backfill(0, 2000)
        #expect(run.outcome == .ok)
        #expect(summary.kept == 766 && summary.absent == 1234 && summary.owed == 0)
        let before = host.venues[0].requests.count
        for hour in 2000..<2010 { #expect(try await host.pass(atHour: Int64(hour)).outcome == .ok) }
        #expect(host.venues[0].requests.count - before <= 20)
        let absences = try await host.sources.absences(of: "first", .oneHour, in: TimeRange(.hour(0), until: .hour(1)))
        #expect(absences.first?.reason == .beforeFirst)
    }

    @Test("a real outage is recorded, without a failure")
    func outage() async throws {
        let host = SimulatedHost(["first"])
        host.venues[0].behave { candles, _, _ in
            candles.filter { !(1500..<1600).map(Timestamp.hour).contains($0.openTime) }
        }
        let run = try await host.pass()
        #expect(run.outcome == .ok)
        let absences = try await host.sources.absences(limit: 5)
        #expect(absences.map(\.range) == [TimeRange(.hour(1500), until: .hour(1600))])
        #expect(absences.first?.reason == .outage)
        // Later it turns out to have them.
        host.venues[0].behave { candles, _, _ in candles }
        for hour in 2001..<2010 { try await host.pass(atHour: Int64(hour)) }
        #expect(try await host.wrong(1500, 1600) == [])
        #expect(try await host.sources.absences(limit: 5).isEmpty)
    }

    @Test("any set of gaps is covered by pages of the allowed size, each missing hour once", arguments: 0..<100)
    func pages(seed: Int) throws {
        var random = SeededGenerator(seed: UInt64(seed))
        let missing = (0..<1000).filter { _ in Int.random(in: 0..<7, using: &random) == 0 }.map {
            Timestamp.hour(Int64($0))
        }
        let gaps = missing.ranges(every: .oneHour)
        let size = Int.random(in: 2...400, using: &random)
        let pages = OwedHours.pages(
            for: gaps, of: .oneHour, from: SourceFacts(pageSize: size),
            within: TimeRange(.hour(0), until: .hour(1000)), now: .hour(1000) + .minutes(5))
        #expect(pages.allSatisfy { $0.duration <= .hours(Int64(size)) })
        #expect(missing.allSatisfy { open in pages.contains { $0.contains(open) } })
        #expect(pages == pages.sorted { $0.start > $1.start })
    }

    @Test("what was asked for rarely is asked for even more rarely")
    func delays() {
        let book = KnownAbsences(source: "venue", interval: .oneHour, every: .hours(1))
        let delays = (1...6).map(book.delay)
        #expect(delays == delays.sorted() && delays.last == .days(30))
        let range = TimeRange(.hour(5), until: .hour(9))
        let first = book.updated([], asked: range, missing: [range], reason: .outage, now: .hour(10))
        let second = book.updated(
            first, asked: range, missing: [TimeRange(.hour(7), until: .hour(8))], reason: .outage, now: .hour(20))
        #expect(second.map(\.range) == [TimeRange(.hour(7), until: .hour(8))])
        #expect(second.first?.confirmations == 2 && second.first?.since == .hour(10))
    }
}

extension Timestamp {
    /// The number of whole hours after ``hour(_:)`` of 0.
    fileprivate var hour: Int64 { (self - .hour(0)).components.seconds / 3600 }
}

/// Counts calls.
final class Counter: Sendable {
    private let count = Mutex(0)
    func next() -> Int {
        count.withLock {
            $0 += 1
            return $0
        }
    }
}
