import Synchronization
import Testing

@testable import API

@Suite("Wrong tokens") struct TokenThrottleTests {
    /// A throttle at a time that the test moves.
    private final class Clock: Sendable {
        let time = Mutex(ContinuousClock.now)
        func advance(_ duration: Duration) { time.withLock { $0 += duration } }
        func throttle(capacity: Int = 1024) -> TokenThrottle {
            TokenThrottle(capacity: capacity) { self.time.withLock { $0 } }
        }
    }

    @Test("a few are free, then each doubles the delay, up to a minute, of its address only")
    func delays() {
        let clock = Clock()
        let throttle = clock.throttle()
        for _ in 1...TokenThrottle.freeFailures {
            _ = throttle.recordFailure(of: "a")
            #expect(throttle.delay(for: "a") == nil)
        }
        for seconds in [1, 2, 4, 8, 16, 32, 60, 60] {
            _ = throttle.recordFailure(of: "a")
            #expect(throttle.delay(for: "a") == seconds && throttle.delay(for: "b") == nil)
            clock.advance(.seconds(seconds))
            #expect(throttle.delay(for: "a") == nil)
        }
        throttle.recordSuccess(of: "a")
        _ = throttle.recordFailure(of: "a")
        #expect(throttle.delay(for: "a") == nil)
        clock.advance(.seconds(601))
        for _ in 1...TokenThrottle.freeFailures { _ = throttle.recordFailure(of: "a") }
        #expect(throttle.delay(for: "a") == nil)
    }

    @Test("an address is logged once a minute, with the count since")
    func logged() {
        let clock = Clock()
        let throttle = clock.throttle()
        #expect(throttle.recordFailure(of: "a").toLog == 1)
        for _ in 1...9 { #expect(throttle.recordFailure(of: "a").toLog == nil) }
        for _ in 1...100 { _ = throttle.delay(for: "a") }
        #expect(throttle.recordFailure(of: "b").toLog == 1)
        clock.advance(.seconds(61))
        #expect(throttle.recordFailure(of: "a").toLog == 110)
    }

    @Test("memory and log are bounded, however many addresses there are")
    func bounded() {
        let throttle = Clock().throttle(capacity: 100)
        let lines = (0..<5000).count { throttle.recordFailure(of: "\($0)").toLog != nil }
        #expect(throttle.count == 100 && lines == 60)
    }
}
