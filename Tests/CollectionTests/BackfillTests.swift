import Domain
import Support
import Synchronization
import Testing

@testable import Collection

@Suite("A backfill") struct BackfillTests {
    @Test("lets a pass that waits go first, at the next page, and goes on")
    func yields() async throws {
        let host = SimulatedHost(["first"], pageSize: 100)
        let (asked, askedNow) = AsyncStream<Void>.makeStream()
        let order = Mutex<[String]>([])
        host.venues[0].behave { candles, range, _ in
            if !range.contains(.hour(1999)) { askedNow.yield() }
            return candles
        }
        let pages = Counter()
        let backfill = Task {
            try await host.collector(process: 2).backfill(
                TimeRange(.hour(-20_000), until: .hour(2000)), of: .oneHour, command: "backfill", trigger: .manual,
                progress: { _ in _ = pages.next() })
        }
        for await _ in asked { break }
        let run = try await host.pass()
        order.withLock { $0.append("pass") }
        #expect(run.outcome == .ok)
        let whenServed = pages.next()
        let (result, summary) = try await backfill.value
        #expect(summary.owed == 0 && pages.next() > whenServed)
        guard case .done(let filled) = result else { throw SimulatedHost.Busy() }
        #expect(filled.outcome == .ok)
        #expect(try await host.runs.runs(before: nil, limit: 9).allSatisfy { $0.outcome == .ok })
        #expect(try await host.wrong(-20_000, 2000) == [])
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
