import Domain
import Hummingbird
import Support
import Synchronization
import Testing

@testable import Outbound

@Suite("A budget") struct RequestLimiterTests {
    private let budget = RequestBudget(requests: 5, per: .seconds(1), weight: 2, burst: 6, pause: .seconds(70))

    private func request(_ label: String = "venue") -> OutboundRequest {
        var request = OutboundRequest("https://venue.example/", label: label)
        request.budget = budget
        return request
    }

    @Test("no period has more than the burst and its share, in whatever rhythm requests come")
    func bound() {
        var random = SeededGenerator(seed: 7)
        for _ in 0..<200 {
            let rate = Int.random(in: 1...20, using: &random)
            let burst = Int.random(in: 1...20, using: &random)
            let weight = Int.random(in: 1...burst, using: &random)
            var bucket = TokenBucket(RequestBudget(requests: rate, per: .seconds(1), burst: burst), now: .zero)
            var now = Duration.zero
            var sent: [Duration] = []
            for _ in 0..<60 {
                now += .milliseconds(Int64.random(in: 0...400, using: &random))
                sent.append(now + bucket.reserve(weight, now: now))
            }
            #expect(zip(sent, sent.dropFirst()).allSatisfy { $0 <= $1 }, "in the order of the requests")
            for (first, from) in sent.enumerated() {
                for (last, until) in sent.enumerated() where last >= first {
                    let allowed = Double(burst) + (until - from) / .seconds(1) * Double(rate)
                    #expect(Double((last - first + 1) * weight) <= allowed + 1e-3)
                }
            }
        }
    }

    @Test("a pause fills the bucket again, and never above its burst")
    func refills() {
        var bucket = TokenBucket(budget, now: .zero)
        #expect(bucket.reserve(6, now: .zero) == .zero)
        #expect(bucket.reserve(2, now: .zero) == .milliseconds(400))
        #expect(bucket.reserve(6, now: .seconds(1000)) == .zero)
        #expect(bucket.reserve(1, now: .seconds(1000)) == .milliseconds(200))
    }

    @Test("a clock that goes back gives nothing")
    func backwards() {
        var bucket = TokenBucket(budget, now: .seconds(10))
        #expect(bucket.reserve(6, now: .seconds(10)) == .zero)
        #expect(bucket.reserve(5, now: .seconds(3)) == .seconds(1))
    }

    @Test(
        "requests of one label share a budget, another label has its own, and a request without one waits for nothing")
    func labels() async throws {
        let clock = SkippingClock()
        let limiter = RequestLimiter(clock: clock, now: { .hour(0) })
        for _ in 1...5 { try await limiter.admit(request()) }
        #expect(clock.now.elapsed == .milliseconds(800))
        for _ in 1...3 { try await limiter.admit(request("other")) }
        try await limiter.admit(OutboundRequest("https://venue.example/", label: "venue"))
        #expect(clock.now.elapsed == .milliseconds(800))
    }

    @Test("after a refusal no request leaves before its end, which the repeated refusal counts down to")
    func refusal() async throws {
        let now = Mutex(Timestamp.hour(0))
        let limiter = RequestLimiter(clock: SkippingClock(), now: { now.withLock { $0 } })
        limiter.note(.status(418, excerpt: "banned", retryAfter: .hours(1)), of: request())
        // A shorter one does not end it earlier.
        limiter.note(.status(429, retryAfter: .seconds(5)), of: request())
        now.withLock { $0 = .hour(0) + .minutes(20) }
        await #expect(throws: OutboundError.status(418, excerpt: "banned", retryAfter: .minutes(40))) {
            try await limiter.admit(request())
        }
        try await limiter.admit(request("other"))
        now.withLock { $0 = .hour(1) }
        try await limiter.admit(request())
    }

    @Test("a request that waits for its turn does not leave after a refusal that came meanwhile")
    func refusedWhileWaiting() async throws {
        let limiter = RequestLimiter(clock: ContinuousClock(), now: { .hour(0) })
        for _ in 1...3 { try await limiter.admit(request()) }
        let waiting = Task { try await limiter.admit(request()) }
        limiter.note(.status(429, retryAfter: .hours(1)), of: request())
        await #expect(throws: OutboundError.self) { try await waiting.value }
    }

    @Test(
        "a refusal for too many requests that names no time lasts as long as the budget says, and does not claim a time",
        arguments: [nil, Duration.zero])
    func defaultPause(retryAfter: Duration?) async throws {
        let now = Mutex(Timestamp.hour(0))
        let limiter = RequestLimiter(clock: SkippingClock(), now: { now.withLock { $0 } })
        limiter.note(.status(503), of: request())
        try await limiter.admit(request())
        limiter.note(.status(429, excerpt: "slow", retryAfter: retryAfter), of: request())
        now.withLock { $0 = .hour(0) + .seconds(69) }
        await #expect(throws: OutboundError.status(429, excerpt: "slow")) { try await limiter.admit(request()) }
        now.withLock { $0 = .hour(0) + .seconds(70) }
        try await limiter.admit(request())
        limiter.note(.status(429), of: OutboundRequest("https://a.example/", label: "venue"))
        try await limiter.admit(request())
    }

    @Test("retries take from the budget too, and a banned client sends nothing more")
    func onTheWire() async throws {
        let counter = Counter()
        let clock = SkippingClock()
        try await withServer { router in
            router.get("/x") { _, _ in
                let count = await counter.next()
                return Response(
                    status: count < 3 ? .serviceUnavailable : .init(code: 418),
                    headers: count < 3 ? [:] : [.retryAfter: "3600"])
            }
        } _: { base in
            let client = PoliteClient(userAgent: "test", clock: clock, now: { .hour(0) })
            var request = OutboundRequest(base + "/x", label: "venue", timeout: .seconds(60))
            request.budget = RequestBudget(requests: 1, per: .seconds(10), burst: 1)
            for _ in 1...25 {
                await #expect(throws: OutboundError.status(418, retryAfter: .hours(1))) {
                    try await client.fetch(request)
                }
            }
            await client.shutdown()
        }
        #expect(await counter.count == 3)
        #expect(clock.now.elapsed >= .seconds(20))
    }
}
