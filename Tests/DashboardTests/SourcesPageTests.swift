import API
import Domain
import HTTPTypes
import Support
import Testing

@testable import Dashboard

@Suite("The page of the sources") struct SourcesPageTests {
    static let status = """
        {"healthy":true,"version":"1","as_of":"2026-11-23T19:00:00Z","simulated":false,"runs":[],"incidents":[],"sources":[
        {"source":"kraken","part":"prices","outcome":"ok","asked":"2026-11-23T18:00:00Z","share":0.5,"outages":[],
        "last_answer":"2026-11-23T18:00:01Z"},
        {"source":"news.example","part":"news","outcome":"failed","asked":"2026-11-23T18:00:00Z","outages":[],
        "error":{"kind":"http_status","message":"HTTP 503: 'x<script>alert(1)</script>'","hint":"wait"},
        "next_attempt":{"not_before":"2026-11-23T20:30:00Z","reason":"requested"},
        "feed":{"answer":"failed","silent":true,"longest_silence_seconds":90000,"newest_article":"2026-11-20T10:00:00Z",
        "items":50,"left_out":2,"left_out_reasons":"entry 3: has no link","duplicate_share":0.24,"failures":3}}]}
        """

    private func page(
        _ language: String, _ json: String = status, access: OperationsAuthorization = .init(.everyone, token: nil)
    ) async throws -> PageClient.PageResponse {
        let text = json
        return try await PageClient.page(
            try SampleMarket.reader(), "/sources?lang=\(language)",
            status: StatusReader(status: { _ in Array(text.utf8) }),
            operations: access)
    }

    @Test(
        "shows each source with its failure, its next request and the reason, and the health of a feed",
        arguments: [
            (
                "en",
                [
                    "Kraken", "responding", "news.example", "failing", "HTTP 503", "next request after 23 Nov 2026",
                    "it asked for this delay", "newest article 2026-11-20T10:00:00Z",
                    "silent for longer than ever before (1 d 1 h)", "2 of 50 items left out: entry 3: has no link",
                    "24% duplicates", "3 failures in a row",
                ]
            ),
            (
                "fr",
                [
                    "Kraken", "répond", "en échec", "erreur HTTP", "prochaine requête après le 23",
                    "elle a demandé ce délai",
                    "silencieux depuis plus longtemps que jamais (1 j 1 h)", "articles écartés\u{A0}: 2 sur 50",
                    "24\u{A0}% de doublons", "3\u{A0}échecs de suite",
                ]
            ),
        ])
    func rows(language: String, words: [String]) async throws {
        let page = try await page(language)
        #expect(page.status == .ok)
        let section = page.body.section("sources")
        for word in words { #expect(section.contains(word), "\(word)") }
        #expect(!section.contains("<script>alert"))
    }

    @Test("says that the sources are withheld, that none was asked, and that they cannot be read")
    func others() async throws {
        let withheld = #"{"as_of":"2026-11-23T19:00:00Z","simulated":false,"withheld":["sources"]}"#
        #expect(try await page("en", withheld).body.section("sources").contains("for operators only"))
        let none = #"{"as_of":"2026-11-23T19:00:00Z","simulated":false,"sources":[]}"#
        #expect(try await page("fr", none).body.section("sources").contains("Aucune source n’a encore été interrogée"))
        #expect(try await page("en", "nonsense").body.section("sources").contains("the data service is not responding"))
    }
}
