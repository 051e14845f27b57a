import Domain
import FoundationEssentials
import Testing

@Suite("Arithmetic on numbers from outside") struct ClampedArithmeticTests {
    static let extremes: [Int64] = [
        .min, .min + 1, -1 << 53, -62_135_596_800_001, -1, 0, 1, 253_402_300_800_000, 1 << 53, .max - 1, .max,
    ]

    @Test(
        "a moment is held within the years 1 to 9999, and every sum and difference of moments is one",
        arguments: extremes)
    func moments(number: Int64) {
        let range = Timestamp.earliest...Timestamp.latest
        let moment = Timestamp(milliseconds: number)
        #expect(range.contains(moment))
        #expect(range.contains(Timestamp(seconds: number)))
        #expect(range.contains(Timestamp(Date(timeIntervalSince1970: Double(number)))))
        for other in Self.extremes {
            #expect(range.contains(moment + .milliseconds(other)))
            #expect(range.contains(moment - .seconds(other)))
            #expect(range.contains(moment + .days(other)))
            #expect((moment - Timestamp(milliseconds: other)).wholeMilliseconds.magnitude < 1 << 49)
        }
        for interval in Interval.allCases { #expect(interval.openTime(containing: moment) <= moment) }
    }

    @Test("the bounds are written and read as RFC 3339")
    func bounds() {
        #expect(Timestamp.latest.rfc3339 == "9999-12-31T23:59:59.999Z")
        #expect(Timestamp(rfc3339: "0001-01-01T00:00:00Z") == .earliest)
        #expect(Timestamp(rfc3339: "9999-12-31T23:59:59.999Z") == .latest)
    }

    @Test(
        "a fraction is rounded to an integer and clamped",
        arguments: [
            (Double.nan, 0), (.infinity, .max), (-.infinity, .min), (1e300, .max), (-1e300, .min), (2.9, 2), (-2.9, -2),
            (9.3e18, .max),
        ] as [(Double, Int64)])
    func doubles(number: Double, whole: Int64) {
        #expect(Int64(clamped: number) == whole)
        #expect(Duration(clampedSeconds: number).wholeMilliseconds.magnitude <= 320_000_000_000_000)
    }

    @Test("products, sums and differences stop at the bounds of their type")
    func clamped() {
        #expect(Int64.max.addingClamped(1) == .max)
        #expect(Int64.min.addingClamped(-1) == .min)
        #expect(Int64.min.subtractingClamped(1) == .min)
        #expect(Int64.max.subtractingClamped(-1) == .max)
        #expect(Int64.max.multipliedClamped(by: -2) == .min)
        #expect(Int64.min.multipliedClamped(by: -1) == .max)
        #expect(Duration.hours(.max) == .seconds(Int64.max))
        #expect(Duration.seconds(Int64.min).wholeMilliseconds == .min)
        #expect(!Duration.days(.max).phrase.english.isEmpty)
    }
}
