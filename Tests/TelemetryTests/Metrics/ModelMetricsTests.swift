import Domain
import Support
import Synchronization
import Testing

@testable import Telemetry

@Suite("Metrics of language models") struct ModelMetricsTests {
    private func histogram(_ bounds: Int, _ count: Int, _ sum: Double) -> ModelTotals.Histogram {
        ModelTotals.Histogram(counts: Array(repeating: count, count: bounds), sum: sum, count: count)
    }

    private func requests(_ outcome: ModelOutcome, _ count: Int) -> ModelTotals.Requests {
        ModelTotals.Requests(
            provider: "gemini", model: "m-1", outcome: outcome,
            duration: histogram(GenAINames.durationBounds.count, count, 1.5),
            inputTokens: histogram(GenAINames.tokenBounds.count, count, 300),
            outputTokens: histogram(GenAINames.tokenBounds.count, count, 70), cost: 0.25)
    }

    private var totals: ModelTotals {
        var totals = ModelTotals()
        totals.requests = [requests(.accepted, 3), requests(.ungrounded, 2)]
        totals.fallbacks = [.ungrounded: 1, .budget: 4]
        return totals
    }

    @Test("they have the names of the contract and the labels of OpenTelemetry")
    func names() throws {
        let families = ModelMetrics.families(totals)
        #expect(
            families.map(\.name) == [
                "gen_ai_client_operation_duration_seconds", "gen_ai_client_token_usage",
                "bitcoin_analyzer_ai_fallbacks_total", "bitcoin_analyzer_ai_cost_usd_total",
            ])
        let duration = families[0].samples
        // Fourteen bounds, infinity, sum and count, for each outcome.
        #expect(duration.count == 2 * 17)
        #expect(
            duration[0].labels.map { "\($0.name)=\($0.value)" } == [
                "gen_ai_operation_name=chat", "gen_ai_provider_name=gemini", "gen_ai_request_model=m-1", "error_type=",
                "le=0.01",
            ])
        #expect(duration[20].labels[3].value == "ungrounded" && duration[14].labels.last?.value == "+Inf")
        // Tokens of all outcomes together, input and output.
        let tokens = families[1].samples
        #expect(tokens.count == 2 * 14 && tokens[0].value == 5 && tokens[12].value == 600)
        #expect(tokens[0].labels.contains(.init("gen_ai_token_type", "input")))
        #expect(tokens[14].labels.contains(.init("gen_ai_token_type", "output")))
        #expect(families[2].samples == [.init(4, .init("reason", "budget")), .init(1, .init("reason", "ungrounded"))])
        #expect(families[3].samples.map(\.value) == [0.5])
    }

    @Test("calls are counted once for each version of the data, and a failing database gives no samples")
    func cached() async {
        final class Counter: ModelCounting {
            let totals: ModelTotals?
            let count = Mutex(0)
            init(_ totals: ModelTotals?) { self.totals = totals }
            func totals() async throws -> ModelTotals {
                count.withLock { $0 += 1 }
                guard let totals else { throw ArchiveFailure(.unreachable, "gone", hint: "start it") }
                return totals
            }
        }
        let counter = Counter(totals)
        let version = Mutex<UInt64>(1)
        let metrics = ModelMetrics(counter) { version.withLock { $0 } }
        for _ in 0..<3 { #expect(await metrics.families()[2].samples.count == 2) }
        #expect(counter.count.withLock { $0 } == 1)
        version.withLock { $0 = 2 }
        _ = await metrics.families()
        #expect(counter.count.withLock { $0 } == 2)
        let failing = await ModelMetrics(Counter(nil)) { 1 }.families()
        #expect(failing.count == 4 && failing.allSatisfy(\.samples.isEmpty))
    }
}
