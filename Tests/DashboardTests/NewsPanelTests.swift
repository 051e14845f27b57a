import API
import Domain
import Support
import Testing

@testable import Dashboard

@Suite("The news panel") struct NewsPanelTests {
    private static func page(_ language: String, _ article: ArticleResponse) async throws -> String {
        var reader = try SampleMarket.reader()
        reader.news = .success(ArticlePage(news: [article], next: nil, simulated: false))
        reader.newsMood = .success(SampleMarket.newsMood())
        return try await PageClient.page(reader, "/?lang=\(language)").body
    }

    private static func story() -> ArticleResponse {
        var article = SampleMarket.article("Exchange hacked", "https://example.com/a", "Example Daily", "en", 20)
        article.alsoReportedBy = [
            ArticleResponse.Report(
                Article(
                    id: ArticleID(rawValue: "b"), title: "Piratage d’une plateforme", link: "https://example.org/b",
                    publisher: "Le Journal d’exemple", published: nil, summary: "", language: "fr", feed: "feed"))
        ]
        return article
    }

    @Test(
        "a story shows its mood by sign and words, in both languages",
        arguments: [("en", "Mood: negative, −"), ("fr", "Tonalité\u{A0}: négative, −")])
    func mood(language: String, label: String) async throws {
        let page = try await Self.page(language, Self.story())
        #expect(page.contains(label))
        #expect(page.contains("mood-negative") && page.contains("title=\"hacked"))
    }

    @Test(
        "the other publishers of a story are folded below it",
        arguments: [("en", "Also reported by Le Journal d’exemple"), ("fr", "Aussi publié par Le Journal d’exemple")])
    func reports(language: String, heading: String) async throws {
        let page = try await Self.page(language, Self.story())
        #expect(page.contains(heading) && page.contains("Piratage d’une plateforme"))
        #expect(page.contains("<details class=\"reports\">"))
    }

    @Test("an article of a language without a mood has no mark, and one publisher no fold")
    func bare() async throws {
        let page = try await Self.page(
            "en", SampleMarket.article("Bitcoin bricht ein", "https://example.com/c", "Tagblatt", "de", 20))
        #expect(!page.contains("class=\"mood ") && !page.contains("class=\"reports\""))
    }

    @Test(
        "the mood of the last days has its value and count",
        arguments: [("en", "+0.2 (3 stories)"), ("fr", "+0,2 (3\u{A0}sujets)")])
    func trend(language: String, text: String) async throws {
        #expect(try await Self.page(language, Self.story()).contains(text))
    }
}
