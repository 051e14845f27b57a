import Domain
import Support
import Synchronization
import Testing

@testable import Collection

@Suite("A backfill") struct BackfillTests {
    /// What may have to let a pass go first.
    enum Work: CaseIterable { case backfill, refetch }

    @Test("and a refetch let a pass that waits go first, at the next page, and go on", arguments: Work.allCases)
    func yields(_ work: Work) async throws {
        let host = SimulatedHost(["first"], pageSize: 100)
        let (asked, askedNow) = AsyncStream<Void>.makeStream()
        let requests = Mutex((pages: 0, whenServed: Int?.none))
        host.venues[0].behave { candles, range, _ in
            // The pass is the only one that asks for the newest hours.
            requests.withLock { requests in
                if range.contains(.hour(1999)) {
                    requests.whenServed = requests.whenServed ?? requests.pages
                } else {
                    requests.pages += 1
                }
            }
            if !range.contains(.hour(1999)) { askedNow.yield() }
            return candles
        }
        let window = TimeRange(.hour(-9000), until: .hour(1200))
        let long = Task {
            let collector = host.collector(process: 2)
            return switch work {
            case .backfill:
                try await collector.backfill(window, of: .oneHour, command: "backfill", trigger: .manual)
            case .refetch:
                try await collector.refetch(window, of: .oneHour, command: "refetch", trigger: .manual)
            }
        }
        for await _ in asked { break }
        let run = try await host.pass()
        #expect(run.outcome == .ok)
        let (result, summary) = try await long.value
        let (pages, whenServed) = requests.withLock { $0 }
        // The pass asked for the newest hours before the last page of the other.
        #expect(try #require(whenServed) < pages)
        #expect(summary.owed == 0)
        guard case .done(let filled) = result else { throw SimulatedHost.Busy() }
        #expect(filled.outcome == .ok)
        #expect(try await host.runs.runs(before: nil, limit: 9).allSatisfy { $0.outcome == .ok })
        #expect(try await host.wrong(-9000, 1200) == [])
    }

    @Test("keeps what it was asked for, and nothing after it", arguments: [1, 7, 300, 301] as [Int64])
    func window(hours: Int64) async throws {
        let host = SimulatedHost()
        let (_, summary) = try await host.backfill(1000, 1000 + hours)
        #expect(summary.asked == Int(hours) && summary.kept == Int(hours) && summary.owed == 0)
        let stored = try await host.candles.candles(of: .oneHour, in: nil, limit: .max).map(\.candle.openTime)
        #expect(stored.reversed() == (1000..<1000 + hours).map(Timestamp.hour))
    }

    @Test("an interrupted one resumes where it stopped")
    func resumes() async throws {
        let host = SimulatedHost(["first"], pageSize: 100)
        let count = Counter()
        host.venues[0].behave { candles, _, _ throws(SourceFailure) in
            if count.next() > 10 { throw SourceFailure(.connect, source: "first") }
            return candles
        }
        #expect(try await host.backfill(0, 2000).summary.owed == 1000)
        host.venues[0].behave { candles, _, _ in candles }
        let before = host.venues[0].requests.count
        #expect(try await host.backfill(0, 2000).summary.kept == 1000)
        #expect(host.venues[0].requests.count - before <= 11)
        #expect(try await host.wrong(0, 2000) == [])
    }

    @Test("shows its progress up to the end")
    func progress() async throws {
        let host = SimulatedHost(["first"], pageSize: 100)
        let shares = Mutex<[Double]>([])
        _ = try await host.collector().backfill(
            TimeRange(.hour(0), until: .hour(2000)), of: .oneHour, command: "backfill", trigger: .manual,
            progress: { progress in shares.withLock { $0.append(progress.share) } })
        let all = shares.withLock { $0 }
        #expect(all.count == 20 && all == all.sorted() && all.last == 1)
    }
}
