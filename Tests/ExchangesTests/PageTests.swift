import Domain
import Support
import Testing

@testable import Exchanges

struct PageTests {
    @Test("the page of a range holds all of its open times, whatever its ends")
    func cover() {
        var random = SystemRandomNumberGenerator()
        for _ in 0..<500 {
            let interval = Interval.allCases.randomElement(using: &random) ?? .oneHour
            let length = interval.seconds * 1000
            let start = Timestamp.testEpoch + .milliseconds(Int64.random(in: -length...length, using: &random))
            let range = TimeRange(
                start, until: start + .milliseconds(Int64.random(in: 0...(50 * length), using: &random)))
            let covered = range.page(of: interval).map {
                TimeRange($0.first, until: $0.last + interval.duration).openTimes(every: interval)
            }
            #expect((covered ?? []) == range.openTimes(every: interval))
        }
    }

    @Test(
        "a range in which nothing opens has no page",
        arguments: [
            TimeRange(.hour(3), until: .hour(3)),
            TimeRange(.hour(3) + .minutes(1), until: .hour(4)),
            TimeRange(.hour(3) + .minutes(1), until: .hour(3) + .minutes(59)),
        ])
    func none(range: TimeRange) {
        #expect(range.page(of: .oneHour) == nil)
    }
}
