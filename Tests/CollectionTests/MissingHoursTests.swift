import Domain
import Support
import Testing

@testable import Collection

@Suite("Which hours to ask for") struct MissingHoursTests {
    let now = Timestamp.hour(100) + .minutes(10)

    func hours(kept: [Int64]) -> MissingHours {
        MissingHours(
            .oneHour, in: TimeRange(.hour(0), until: .hour(100)), keptClosed: kept.map(Timestamp.hour), now: now)
    }

    @Test("with nothing kept, everything is one request")
    func everything() {
        #expect(hours(kept: []).ranges(followingNow: true) == [TimeRange(.hour(0), until: .hour(101))])
    }

    @Test("with nothing missing, the newest two closed hours and the open one are requested again")
    func overlap() {
        #expect(hours(kept: Array(0..<100)).ranges(followingNow: true) == [TimeRange(.hour(98), until: .hour(101))])
    }

    @Test("with everything kept, history asks for nothing")
    func nothing() {
        #expect(hours(kept: Array(0..<100)).ranges(followingNow: false).isEmpty)
    }

    @Test("any set of kept hours leads to ranges that cover every missing hour once, in order", arguments: 0..<200)
    func covers(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let kept = (0..<Int64(100)).filter { _ in Bool.random(using: &generator) }
        let hours = hours(kept: kept)
        let asked = hours.ranges(followingNow: seed.isMultiple(of: 2)).flatMap { $0.openTimes(every: .oneHour) }
        #expect(asked == Set(asked).sorted())
        #expect(Set(hours.missing).isSubset(of: asked))
    }

    @Test("the hour that has just closed does not count as missing")
    func settling() {
        #expect(MissingHours.newestExpected(.oneHour, now: .hour(100) + .seconds(20)) == .hour(98))
        #expect(MissingHours.newestExpected(.oneHour, now: .hour(100) + .minutes(2)) == .hour(99))
    }
}
