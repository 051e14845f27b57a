import Domain
import Health
import HealthSupport
import Testing

@testable import Incidents

@Suite("Runs of a failure that is over") struct LeftOverTests {
    @Test("a source that was stale only while the clock was wrong opens no incident once the clock is right")
    func clock() throws {
        var watch = Watch()
        for _ in 0..<2 { try watch.observe { $0.changeContents { $0.serverTime = HealthyMachine.now - .hours(5) } } }
        #expect(watch.open.map(\.cause) == [.clockSkew])
        for _ in 0..<2 { try watch.observe() }
        #expect(watch.open.isEmpty)
        // Read only now: runs of that time, in which every response seemed five hours old.
        func stale(_ started: Timestamp) -> (inout HealthFacts) -> Void {
            { facts in
                facts.changeContents { contents in
                    contents.runs = [0, 1].map { index in
                        let run = HealthyMachine.run(1000, outcome: .degraded, failing: ["coinbase": .stale])
                        return Run(
                            id: RunID(rawValue: "late-\(index)"), traceID: run.traceID, command: "collect",
                            trigger: .timer, host: "vps", started: started - .seconds(Int64(index)),
                            finished: started, outcome: .degraded, sources: run.sources)
                    }
                }
            }
        }
        let before = watch.now - .seconds(60)
        for _ in 0..<2 { try watch.observe(stale(before)) }
        #expect(watch.open.isEmpty)
        let after = watch.now
        for _ in 0..<2 { try watch.observe(stale(after)) }
        #expect(watch.open.map(\.cause) == [.sourceStale])
    }
}
