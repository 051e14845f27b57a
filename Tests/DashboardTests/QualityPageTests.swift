import API
import Domain
import HTTPTypes
import Support
import Testing

@testable import Dashboard

@Suite("The quality of the analysis on the pages") struct QualityPageTests {
    /// Of twenty hours: a text in five is refused, with tags in the reason.
    static func quality() -> ModelQualityResponse {
        let calls = (0..<20).map { (hour: Int) -> ModelCall in
            let isRefused = hour % 5 == 0
            var call = ModelCall(
                id: "\(hour)", started: .hour(Int64(hour + 720)), duration: .milliseconds(1200),
                hour: .hour(Int64(hour + 720)), language: .english, provider: "openai", model: "m", promptName: "p",
                promptVersion: "v", outcome: isRefused ? .ungrounded : .accepted)
            (call.inputTokens, call.outputTokens, call.cost) = (400, 80, hour == 1 ? nil : 0.0005)
            call.details = isRefused ? ["<b>no</b> digits", "the change is a fall", "“bad [withheld]”"] : []
            return call
        }
        let feedback = AnalysisFeedback(
            hour: .hour(740), language: .english, provider: "openai", model: "m", helpful: true, given: .hour(741))
        return ModelQualityResponse(
            calls, scores: scores, feedback: [feedback], simulated: false, now: SampleMarket.now)
    }

    static let scores = (1...720).map { (hour: Int) -> AnalysisScore in
        let close: Double = hour / 24 % 2 == 0 ? 104 : 94
        return AnalysisScore(
            hour: .hour(Int64(hour)), quote: .usd, price: 100, trend: .bullish,
            range: PriceRange(low80: 95, high80: 105, low95: 90, high95: 110), close: close)
    }

    private static let token = "a-token-of-an-operator"

    private func operations(_ access: OperationsAuthorization, _ language: String = "en") async throws -> String {
        let quality = QualityReader { () async throws(ReadModelFailure) in Self.quality() }
        return try await PageClient.page(
            try SampleMarket.reader(), "/operations?lang=\(language)",
            status: StatusReader(status: { _ in Array(OperationsPageTests.status.utf8) }), quality: quality,
            operations: access
        ).body.section("quality")
    }

    @Test("operators see what the model did, cost and got wrong, as text")
    func figures() async throws {
        let section = try await operations(.init(.everyone, token: nil))
        for word in [
            "16 of 20", "20, 0.0% without a text", "1.2 s (median)", "8,000 in, 1,600 out",
            "0.0095 US dollars (requests whose price is not known: 1)", "1 of 1",
            "4 × the facts do not support the text", "4 × &lt;b&gt;no&lt;/b&gt; digits", "as a coin would be",
        ] {
            #expect(section.contains(word), "\(word): \(section)")
        }
        #expect(!section.contains("<b>no"))
    }

    @Test("reasons of refusals are in the reader’s language, and what is withheld is so in its words")
    func french() async throws {
        let section = try await operations(.init(.everyone, token: nil), "fr")
        for word in ["4 × les faits ne confirment pas le texte", "4 × la variation est une baisse", "“bad [masqué]”"] {
            #expect(section.contains(word), "\(word): \(section)")
        }
        #expect(!section.contains("the change") && !section.contains("withheld"))
    }

    @Test("visitors do not")
    func visitors() async throws {
        let closed = OperationsAuthorization(.token, token: AdminToken(Self.token))
        let section = try await operations(closed)
        #expect(section.contains("hidden") && !section.contains("16 of 20"))
    }

    @Test(
        "everybody reads how earlier analyses turned out, in their language",
        arguments: [("en", "as a coin would be"), ("fr", "comme à pile ou face")])
    func trackRecord(_ language: String, _ words: String) async throws {
        var reader = try SampleMarket.reader()
        var analysis = SampleMarket.analysis()
        analysis.trackRecord = Self.quality().trackRecord
        reader.analysis = .success(analysis)
        let closed = OperationsAuthorization(.token, token: AdminToken(Self.token))
        let page = try await PageClient.page(reader, "/analysis?lang=\(language)", operations: closed).body
        #expect(page.section("track-record").contains(words), "\(page.section("track-record"))")
        #expect(page.section("feedback").contains("hidden") && !page.section("feedback").contains("<form"))
        analysis.trackRecord = nil
        reader.analysis = .success(analysis)
        let older = try await PageClient.page(reader, "/analysis?lang=\(language)").body
        #expect(older.section("track-record").contains("hidden"))
    }

    @Test("an operator who is signed in rates the analysis with two buttons, and nobody else can")
    func feedback() async throws {
        let scores = MemoryScores()
        let access = OperationsAuthorization(.token, token: AdminToken(Self.token))
        try await PageClient.run(try SampleMarket.reader(), scores: scores, operations: access) { client in
            let opened = try await client.post("/operations/session", "token=\(Self.token)")
            let session = String(try #require(opened.headers[.setCookie]).prefix { $0 != ";" })
            let page = try await client.get("/analysis?lang=en", [.cookie: session]).body.section("feedback")
            let action = try #require(page.firstMatch(of: /action="([^"]+)"/)).1
            #expect(page.contains("Was this analysis helpful?") && page.contains("name=\"helpful\" value=\"false\""))
            #expect(try await client.post(String(action), "helpful=true").status == .unauthorized)
            #expect(
                try await client.post(String(action), "helpful=true", cookie: session, site: "cross-site").status
                    == .forbidden)
            #expect(try await scores.feedback(since: .hour(0)).isEmpty)

            let sent = try await client.post(String(action), "helpful=false", cookie: session)
            #expect(sent.status == .seeOther && sent.headers[.location] == "/analysis?rated#feedback")
            let thanks = try await client.get("/analysis?rated&lang=fr", [.cookie: session]).body.section("feedback")
            #expect(thanks.contains("Votre réponse est enregistrée."))
            let given = try await scores.feedback(since: .hour(0))
            #expect(given.map(\.helpful) == [false] && given.first?.hour == .hour(744))
            #expect(
                try await client.post(String(action), "helpful=maybe", cookie: session).status == .unprocessableContent)
            #expect(
                try await client.post("/analysis/x/feedback", "helpful=true", cookie: session).status == .notFound)
        }
    }
}
