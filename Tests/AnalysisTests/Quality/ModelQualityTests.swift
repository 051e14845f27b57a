import Domain
import Support
import Testing

@testable import Analysis

struct ModelQualityTests {
    private func call(
        _ n: Int, _ outcome: ModelOutcome, attempt: Int = 1, seconds: Double = 1, length: Int? = nil
    ) -> ModelCall {
        var call = ModelCall(
            id: "\(n)-\(attempt)", started: .hour(Int64(n)) + .minutes(Int64(attempt)),
            duration: .milliseconds(Int64(seconds * 1000)), hour: .hour(Int64(n)), language: .english,
            attempt: attempt, provider: "p", model: "m", promptName: "p", promptVersion: "v", outcome: outcome)
        call.textLength = length
        call.details = outcome == .ungrounded ? ["a", "b", "b"] : []
        return call
    }

    @Test("an hour counts once, by its last attempt; what was not sent is no request")
    func counts() {
        let quality = ModelQuality([
            call(1, .ungrounded), call(1, .accepted, attempt: 2), call(2, .ungrounded), call(2, .timeout, attempt: 2),
            call(3, .budget), call(4, .auth),
        ])
        #expect(quality.calls == 5 && quality.errors == 2 && quality.analyses == 4 && quality.accepted == 1)
        #expect(quality.fallbacks == [.timeout: 1, .budget: 1, .auth: 1])
        // Of two refused texts, each reason once.
        #expect(quality.refusals.map(\.count) == [2, 2] && quality.refusals.map(\.reason) == ["a", "b"])
    }

    @Test("the quantiles are those of the nearest rank")
    func latency() throws {
        let quality = ModelQuality((1...100).map { call($0, .accepted, seconds: Double($0)) })
        let latency = try #require(quality.latency)
        #expect(latency.p50 == 50 && latency.p95 == 95 && latency.p99 == 99)
        #expect(ModelQuality([]).latency == nil)
    }

    @Test("the length of texts is compared by days")
    func length() throws {
        let now = Timestamp.hour(90 * 24)
        func drift(_ after: Int) -> MeanDrift? {
            let calls = (0..<2160).map { (hour: Int) -> ModelCall in
                let length: Int = hour < 62 * 24 ? 100 : after
                return call(hour, .accepted, length: length + hour % 7 + hour / 24 % 5)
            }
            return ModelQuality.lengthDrift(calls, now: now)
        }
        #expect(drift(100)?.isChange == false && drift(140)?.isChange == true)
        let change = try #require(drift(140))
        #expect(abs(change.after - change.before - 40) < 1)
    }
}
