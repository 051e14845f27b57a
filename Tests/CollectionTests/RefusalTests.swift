import Domain
import Support
import Testing

@testable import Collection

@Suite("A venue that said no") struct RefusalTests {
    @Test("is not asked before the time that it gave: by passes, by a backfill, by another process")
    func retryAfter() async throws {
        let host = SimulatedHost(["first", "second"], pageSize: 100)
        host.venues[0].sayNo(until: SimulatedHost.start + .hours(5))
        let run = try await host.pass()
        #expect(run.sources.first?.error?.kind == .rateLimited && run.outcome == .degraded)
        _ = try await host.backfill(0, 900)
        _ = try await host.collector(process: 2).collect([.prices], command: "collect", trigger: .manual)
        for hour in 2001..<2005 { try await host.pass(atHour: Int64(hour)) }
        #expect(host.venues[0].requestsDespiteRefusal == 0)
        let skipped = try await host.runs.runs(before: nil, limit: 1).first?.sources.first
        #expect(skipped?.outcome == .skipped && skipped?.error?.message.contains("not asked again before") == true)
        // The time is over: it serves again.
        let after = try await host.pass(atHour: 2006)
        #expect(after.sources.first?.source == "first" && after.sources.first?.outcome == .ok)
        #expect(try await host.sources.state(of: "first").failures == 0)
    }

    @Test("is left alone until the end of its ban, however often it was asked before")
    func ban() async throws {
        let host = SimulatedHost(["first", "second"])
        let end = SimulatedHost.start + .days(3)
        host.venues[0].behave { _, _, _ throws(SourceFailure) in
            throw SourceFailure("first", .banned(until: end, text: "IP banned"))
        }
        try await host.pass()
        let asked = host.venues[0].requests.count
        for hour in 2001..<2060 { try await host.pass(atHour: Int64(hour)) }
        #expect(asked == 1 && host.venues[0].requests.count == 1)
        #expect(try await host.sources.state(of: "first").pause == .banned)
    }

    @Test("a pause that the venue documents is respected, and not said to be asked for")
    func documented() async throws {
        let host = SimulatedHost(["first", "second"])
        host.venues[0].behave { _, _, _ throws(SourceFailure) in
            var failure = SourceFailure(.rateLimited, source: "first")
            failure.documentedPause = .minutes(2)
            throw failure
        }
        try await host.pass()
        let state = try await host.sources.state(of: "first")
        #expect(state.pause == .documented && state.notBefore == SimulatedHost.start + .minutes(2))
        #expect(state.pause?.phrase.english.contains("asked for") == false)
        _ = try await host.collector().collect([.prices], command: "collect", trigger: .manual)
        #expect(host.venues[0].requests.count == 1)
    }

    @Test("a backfill does not ask again within its run")
    func withinBackfill() async throws {
        let host = SimulatedHost(["only"], pageSize: 100)
        host.venues[0].sayNo(until: SimulatedHost.start + .hours(1))
        let (run, summary) = try await host.backfill(0, 2000)
        #expect(run.outcome == .failed && summary.owed == 2000)
        #expect(host.venues[0].requests.count == 1)
    }

    @Test("a refusal without a time makes the pauses longer, and a person may ask at once")
    func backOff() async throws {
        let host = SimulatedHost(["first", "second"])
        host.venues[0].behave { _, _, _ throws(SourceFailure) in throw SourceFailure(.blocked, source: "first") }
        for hour in 2000..<2048 { try await host.pass(atHour: Int64(hour)) }
        // 48 passes, and far fewer requests.
        #expect(host.venues[0].requests.count < 15)
        let before = host.venues[0].requests.count
        _ = try await host.collector().collect([.prices], command: "collect", trigger: .manual)
        #expect(host.venues[0].requests.count > before)
    }

    @Test("a source that fails is asked again by the next pass when no other source has the data")
    func aloneAndFailing() async throws {
        let host = SimulatedHost(["only"])
        host.venues[0].behave { _, _, _ throws(SourceFailure) in throw SourceFailure(.blocked, source: "only") }
        for hour in 2000..<2010 { try await host.pass(atHour: Int64(hour)) }
        #expect(host.venues[0].requests.count >= 10)
    }
}
