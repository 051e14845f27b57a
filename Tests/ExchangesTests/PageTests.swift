import Domain
import Support
import Testing

@testable import Exchanges

struct PageTests {
    @Test("pages cover a range exactly once, whatever its ends")
    func cover() {
        var random = SystemRandomNumberGenerator()
        for _ in 0..<500 {
            let interval = Interval.allCases.randomElement(using: &random) ?? .oneHour
            let length = interval.seconds * 1000
            let start = Timestamp.testEpoch + .milliseconds(Int64.random(in: -length...length, using: &random))
            let range = TimeRange(
                start, until: start + .milliseconds(Int64.random(in: 0...(50 * length), using: &random)))
            let count = Int.random(in: 1...20, using: &random)
            let pages = range.pages(of: count, every: interval)
            let covered = pages.flatMap {
                TimeRange($0.first, until: $0.last + interval.duration).openTimes(every: interval)
            }
            #expect(covered == range.openTimes(every: interval))
            #expect(pages.allSatisfy { $0.first <= $0.last && ($0.last - $0.first) < interval.duration * count })
        }
    }

    @Test(
        "a range in which nothing opens has no pages",
        arguments: [
            TimeRange(.hour(3), until: .hour(3)),
            TimeRange(.hour(3) + .minutes(1), until: .hour(4)),
            TimeRange(.hour(3) + .minutes(1), until: .hour(3) + .minutes(59)),
        ])
    func none(range: TimeRange) {
        #expect(range.pages(of: 300, every: .oneHour).isEmpty)
        #expect(range.page(of: .oneHour) == nil)
    }

    @Test("as many candles as a page holds make one page, one more makes two")
    func boundary() {
        #expect(
            TimeRange(.hour(0), until: .hour(300)).pages(of: 300, every: .oneHour) == [
                Page(first: .hour(0), last: .hour(299))
            ])
        #expect(
            TimeRange(.hour(0), until: .hour(301)).pages(of: 300, every: .oneHour).last
                == Page(first: .hour(300), last: .hour(300)))
    }
}
