import Domain
import Health
import HealthSupport
import Support
import Testing

@testable import Incidents

@Suite("Doctor, when the clock is wrong, names exactly that") struct DoctorClockTests {
    typealias Machine = HealthyMachine

    @Test("a clock that was set back, and one that a database server contradicts")
    func clock() throws {
        #expect(
            try Machine.causes { facts in facts.changeContents { $0.runs = [Machine.run(1003)] + $0.runs } } == [
                .clockSkew
            ])
        #expect(
            try Machine.causes { facts in facts.changeContents { $0.serverTime = Machine.now + .minutes(7) } } == [
                .clockSkew
            ])
    }

    @Test("of several hosts with one server that agrees with this one, the others may be wrong")
    func otherHost() throws {
        func causes(host: String) throws -> Set<Cause> {
            try Machine.causes { facts in
                facts.host = host
                try facts.changeContents { contents in
                    contents.serverTime = Machine.now + .seconds(1)
                    contents.runs = [Machine.run(1003)] + contents.runs
                    contents.newestCandle = ArchivedCandle(
                        try .hour(1000), source: "coinbase", run: RunID(rawValue: "run-1003"),
                        seenAt: .hour(1003) + .seconds(31))
                }
            }
        }
        // The runs are those of vps.
        #expect(try causes(host: "vps2").contains(.clockSkew) == false)
        #expect(try causes(host: "vps").contains(.clockSkew))
    }

    @Test("a clock that differs from those of the venues, ahead or behind; one venue alone is wrong itself")
    func clockAhead() throws {
        func causes(_ offsets: [Duration]) throws -> Set<Cause> {
            try Machine.causes { facts in
                facts.changeContents { contents in
                    contents.sources = zip(["coinbase", "kraken", "bitstamp"] as [SourceName], offsets).map {
                        SourceState($0, clock: .init($1, measured: Machine.now - .minutes(5)))
                    }
                }
            }
        }
        #expect(try causes([.hours(-5), .hours(-5)]) == [.clockSkew])
        #expect(try causes([.hours(2), .hours(2), .hours(2)]) == [.clockSkew])
        #expect(try causes([.hours(-5), .zero, .seconds(1)]) == [])
        #expect(try causes([.seconds(3), .seconds(-1)]) == [])
    }

    @Test("a venue's clock of a time to come, or of a removed source, says nothing")
    func oldClocks() throws {
        func causes(_ sources: [SourceState]) throws -> Set<Cause> {
            try Machine.causes { facts in
                guard case .resolved(var settings) = facts.settings else { return }
                settings.sources = ["coinbase", "kraken"]
                facts.settings = .resolved(settings)
                facts.changeContents { $0.sources = sources }
            }
        }
        let wrong = SourceState.ClockOffset(.hours(-5), measured: Machine.now)
        let future = SourceState.ClockOffset(.hours(-5), measured: Machine.now + .hours(5))
        #expect(try causes([SourceState("kraken", clock: wrong)]) == [.clockSkew])
        #expect(try causes([SourceState("kraken", clock: future)]) == [])
        #expect(try causes([SourceState("gone", clock: wrong)]) == [])
    }

    @Test("sources that all stand still say nothing about this clock")
    func stuckVenues() throws {
        #expect(
            try Machine.causes { facts in
                facts.changeContents { contents in
                    contents.runs = [
                        Machine.run(1000, outcome: .failed, failing: ["coinbase": .stale, "kraken": .stale])
                    ]
                }
            } == [.sourceStale])
    }
}
