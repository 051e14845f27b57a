import API
import Domain
import FoundationEssentials
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Support
import Testing

@Suite("What is recorded of language models and analyses") struct ModelRouteTests {
    private func call(_ n: Int, _ outcome: ModelOutcome, cost: Double?) -> ModelCall {
        var call = ModelCall(
            id: "c\(n)", started: .hour(Int64(n)), duration: .milliseconds(1500), hour: .hour(Int64(n)),
            language: .english, provider: "gemini", model: "asked", promptName: "p", promptVersion: "v",
            outcome: outcome)
        (call.inputTokens, call.outputTokens, call.cost) = (100, 20, cost)
        call.details = outcome == .ungrounded ? ["the change is a fall"] : []
        return call
    }

    private func fixture() async throws -> Fixture {
        let fixture = try Fixture()
        for n in 1...5 {
            try await fixture.models.record(call(n, n == 5 ? .ungrounded : .accepted, cost: n == 1 ? nil : 0.001))
        }
        return fixture
    }

    @Test("the calls come newest first, in pages, with the names of the contract and of OpenTelemetry")
    func calls() async throws {
        let fixture = try await fixture()
        let page = try await fixture.get("/v1/ai/calls?limit=2")[0]
        let calls = try #require(try page.object()["calls"]).list
        #expect(calls.map { $0["id"] } == [.string("c5"), .string("c4")])
        #expect(calls[0]["error.type"] == .string("ungrounded") && calls[1]["error.type"] == .null)
        let names = [
            "gen_ai.operation.name", "gen_ai.provider.name", "gen_ai.request.model", "gen_ai.response.model",
            "gen_ai.usage.input_tokens", "gen_ai.usage.output_tokens", "gen_ai.usage.reasoning.output_tokens",
            "gen_ai.response.finish_reasons", "gen_ai.prompt.name", "gen_ai.prompt.version", "error.type",
            "duration_seconds", "cost_usd", "prompt_version", "grounded", "fallback_reason",
        ]
        for name in names { #expect(calls[0][name] != nil, "\(name)") }
        #expect(calls[0]["gen_ai.operation.name"] == .string("chat"))
        #expect(calls[0]["gen_ai.usage.input_tokens"] == .number(100) && calls[0]["duration_seconds"] == .number(1.5))
        #expect(calls[0]["grounded"] == .bool(false) && calls[1]["fallback_reason"] == .null)
        let next = try #require(page.headers[.link]).split(separator: ">")[0].dropFirst()
        let rest = try await fixture.get(String(next))[0]
        #expect(try #require(try rest.object()["calls"]).list.map { $0["id"] } == [.string("c3"), .string("c2")])
        #expect(try await fixture.get("/v1/ai/calls?format=csv")[0].text.hasPrefix("id,started,duration_seconds,"))
        #expect(try await fixture.get("/v1/ai/calls?before=abc")[0].status == 400)
        let unknown = try #require(try await fixture.get("/v1/ai/calls")[0].object()["calls"]).list.last
        #expect(unknown?["cost_usd"] == .null)
    }

    @Test("the quality counts what was sent, accepted and refused")
    func quality() async throws {
        let quality = try await fixture().get("/v1/ai/quality")[0].object()
        #expect(quality["calls"] == .number(5) && quality["accepted"] == .number(4))
        #expect(quality["fallbacks"] == .object(["ungrounded": .number(1)]))
        #expect(quality["error_rate"] == .number(0) && quality["fallback_rate"] == .number(0.2))
        #expect(quality["cost_usd"] == .number(0.004) && quality["calls_without_cost"] == .number(1))
        #expect(quality["latency_seconds"]?["p95"] == .number(1.5) && quality["drift"]?["length"] == .null)
        #expect(quality["refusals"]?.list.first?["reason"] == .string("the change is a fall"))
    }

    @Test("how analyses turned out is on the analysis and on the quality, and says what it is worth")
    func trackRecord() async throws {
        let fixture = try Fixture()
        #expect(try await fixture.get("/v1/analysis")[0].object()["track_record"]?["ranges"] == .number(0))
        let range = PriceRange(low80: 95, high80: 105, low95: 90, high95: 110)
        for hour in 1...20 {
            try await fixture.scores.keep(
                AnalysisScore(
                    hour: .hour(Int64(hour)), quote: .usd, price: 100, trend: .bullish, range: range,
                    close: hour <= 16 ? 104 : 96))
        }
        for path in ["/v1/analysis", "/v1/ai/quality"] {
            let record = try #require(try await fixture.get(path)[0].object()["track_record"])
            #expect(record["ranges"] == .number(20) && record["held80"] == .number(1), "\(path)")
            #expect(record["calls"] == .number(20) && record["hit_rate"] == .number(0.8))
            #expect(record["verdict"] == .string("too_few"))
        }
    }

    @Test("visitors read how analyses turned out, and not what the model costs")
    func visitors() async throws {
        let closed = OperationsAuthorization(.token, token: AdminToken("a-token-that-nobody-guesses"))
        let fixture = try await fixture()
        #expect(
            try await fixture.get("/v1/ai/quality", "/v1/ai/calls", operations: closed).map(\.status) == [401, 401])
        #expect(try await fixture.get("/v1/analysis", operations: closed)[0].object()["track_record"] != .null)
    }

    @Test("feedback needs the token and an analysis; of an hour and a language the last one counts")
    func feedback() async throws {
        let fixture = try await fixture()
        let token = "a-token-that-nobody-guesses"
        let operations = OperationsAuthorization(.everyone, token: AdminToken(token))
        guard case .string(let name)? = try await fixture.get("/v1/analysis?lang=en")[0].object()["id"] else {
            Issue.record("no id")
            return
        }
        // An hour ago: the page was open for a while.
        try await fixture.scores.keep(AnalysisScore(hour: .hour(59), quote: .usd, price: 1, trend: nil, range: nil))
        let earlier = try #require(AnalysisID(name)).text.replacing("-en", with: "-fr")
        let router = fixture.router(simulated: false, database: nil, operations: operations)
        let hourAgo = AnalysisID(hour: .hour(59), language: .english).text
        let (yes, no) = ("{\"helpful\":true}", "{\"helpful\":false}")
        let sent: [(body: String, id: String, type: String, token: String?, status: Int)] = [
            (yes, name, "application/json", nil, 401), (yes, name, "application/json", "another-token-of-them", 401),
            (yes, name, "application/json", token, 200), (no, name, "application/json; charset=utf-8", token, 200),
            (yes, earlier, "application/json", token, 200), (yes, hourAgo, "application/json", token, 200),
            ("{\"helpful\":1}", name, "application/json", token, 422),
            ("{\"helpful\":true,\"x\":1}", name, "application/json", token, 422),
            ("[]", name, "application/json", token, 400), ("helpful=true", name, "text/plain", token, 415),
            (String(repeating: " ", count: 2000), name, "application/json", token, 413),
            (yes, "19990101T00-en", "application/json", token, 404), (yes, "x", "application/json", token, 404),
        ]
        let statuses = try await Application(router: router).test(.router) { client in
            var statuses: [Int] = []
            for request in sent {
                var headers: HTTPFields = [.contentType: request.type]
                headers[.authorization] = request.token.map { "Bearer \($0)" }
                let response = try await client.executeRequest(
                    uri: "/v1/analysis/\(request.id)/feedback", method: .post, headers: headers,
                    body: ByteBuffer(string: request.body))
                statuses.append(response.status.code)
            }
            return statuses
        }
        #expect(statuses == sent.map(\.status))
        let given = try await fixture.scores.feedback(since: .hour(0))
        #expect(given.count == 3 && given.count(where: \.helpful) == 2)
        let quality = try await fixture.get("/v1/ai/quality")[0].object()
        #expect(quality["feedback"] == .object(["helpful": .number(2), "unhelpful": .number(1)]))
    }

    @Test(
        "feedback that can be read in two ways, or is encoded, is refused with a problem that says why",
        arguments: [
            (#"{"helpful":true,"helpful":false}"#, "", 400, "invalid-body", "'helpful' more than once"),
            (#"{"helpful":true,"help\u0066ul":false}"#, "", 400, "invalid-body", "'helpful' more than once"),
            (#"{"helpful":"#, "", 400, "invalid-body", "must be a JSON object"),
            (#"{"helpful":"yes"}"#, "", 422, "invalid-body", "boolean 'helpful'"),
            (#"{"helpful":true}"#, "gzip", 415, "unsupported-media-type", "gzip"),
            (#"{"helpful":true}"#, "identity, br", 415, "unsupported-media-type", "br"),
            (#"{"helpful":true}"# + String(repeating: " ", count: 1009), "", 413, "too-large", "1024 bytes"),
            (#"{"helpful":true}"# + String(repeating: " ", count: 1008), "identity", 200, "", ""),
        ])
    func refused(body: String, coding: String, status: Int, code: String, says: String) async throws {
        let fixture = try await fixture()
        let token = "a-token-that-nobody-guesses"
        let operations = OperationsAuthorization(.everyone, token: AdminToken(token))
        guard case .string(let name)? = try await fixture.get("/v1/analysis?lang=en")[0].object()["id"] else {
            Issue.record("no id")
            return
        }
        let router = fixture.router(simulated: false, database: nil, operations: operations)
        try await Application(router: router).test(.router) { client in
            var headers: HTTPFields = [.contentType: "application/json", .authorization: "Bearer \(token)"]
            if !coding.isEmpty { headers[.contentEncoding] = coding }
            let response = try await client.executeRequest(
                uri: "/v1/analysis/\(name)/feedback", method: .post, headers: headers, body: ByteBuffer(string: body))
            let text = String(buffer: response.body)
            #expect(response.status.code == status, "\(text)")
            #expect(text.contains(code) && text.contains(says), "\(text)")
        }
        #expect(try await fixture.scores.feedback(since: .hour(0)).count == (status == 200 ? 1 : 0))
    }

    @Test("without a token in the settings nothing is changed")
    func closed() async throws {
        let fixture = try Fixture()
        #expect(try await fixture.send(.post, ["/v1/analysis/20260101T00-en/feedback"])[0].status == 403)
    }
}
