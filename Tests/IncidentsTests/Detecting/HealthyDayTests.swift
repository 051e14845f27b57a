import Domain
import Health
import HealthSupport
import Support
import Testing

@testable import Incidents

struct HealthyDayTests {
    @Test(
        "24 healthy hours with ordinary noise (a slow source, a failed request, a late run, an upgrade) open nothing",
        arguments: 0..<3)
    func healthyDay(_ seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        var watch = Watch()
        let slowHours = Set((0..<24).shuffled(using: &random).prefix(5).map { Int64($0) })
        let start = watch.now
        var count = 0
        while watch.now < start + .hours(24) {
            let hour = Watch.hour(watch.now) - Watch.hour(start)
            let second = (watch.now - .hour(0)).components.seconds % 3600
            try watch.observe { facts in
                // A request that failed, of a source that serves again an hour later.
                if slowHours.contains(hour) {
                    facts.changeContents { contents in
                        guard let newest = contents.runs.first else {
                            Issue.record("no run for the noise to be in")
                            return
                        }
                        contents.runs[0] = HealthyMachine.run(
                            Watch.hour(newest.started), outcome: .degraded,
                            failing: [hour % 2 == 0 ? "coinbase" : "kraken": .timeout])
                    }
                }
                // Cron comes seven minutes late: the newest run is still the one of the hour before.
                let isLate = hour % 6 == 3 && second < 420
                if isLate { facts.changeContents { $0.runs.removeFirst() } }
                // A pass is under way for a minute.
                if !isLate, second >= 30, second < 90 {
                    facts.changeContents { contents in
                        guard let newest = contents.runs.first else {
                            Issue.record("no run that could be under way")
                            return
                        }
                        contents.runs[0] = HealthyMachine.run(Watch.hour(newest.started), outcome: .running)
                    }
                }
                // An upgrade: one look meets each service while it starts.
                if hour == 9, second >= 1800, second < 1815 {
                    facts.change(ServiceUnits.api) { ($0.active, $0.sub) = ("activating", "start") }
                    facts.ports = [HealthyMachine.port("api", .refused), facts.ports[1]]
                }
                // A manual backup in a shell, during one observation.
                if hour == 15, second >= 600, second < 615 {
                    facts.database = .failed(ArchiveFailure(.locked, "database is locked", hint: "wait"))
                }
            }
            count += 1
        }
        #expect(count >= 5700)
        #expect(watch.transitions == [])
    }
}
