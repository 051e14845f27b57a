import API
import Domain
import HTTPTypes
import Testing

struct LanguageTests {
    @Test(
        "the page is in the browser's preferred language",
        arguments: [
            ("fr", "fr"), ("fr-CA,fr;q=0.9,en;q=0.8", "fr"), ("en;q=0.4, fr;q=0.6", "fr"), ("de, fr;q=0.2", "fr"),
            ("en-GB,fr", "en"),
            ("fr;q=0, en", "en"), ("de", "en"), ("", "en"),
        ])
    func acceptLanguage(header: String, code: String) async throws {
        let page = try await PageClient.page(try SampleMarket.reader(), "/", [.acceptLanguage: header])
        #expect(page.body.contains("<html lang=\"\(code)\""))
        #expect(page.headers[.contentLanguage] == code)
    }

    @Test("the language switch overrides the browser and is remembered")
    func asked() async throws {
        let page = try await PageClient.page(try SampleMarket.reader(), "/?lang=fr", [.acceptLanguage: "en"])
        #expect(page.body.contains("<html lang=\"fr\""))
        #expect(page.headers[.setCookie]?.hasPrefix("lang=fr;") == true)
        #expect(page.headers[.setCookie]?.contains("SameSite=Lax") == true)
    }

    @Test("the remembered language overrides the browser")
    func remembered() async throws {
        let page = try await PageClient.page(
            try SampleMarket.reader(), "/", [.acceptLanguage: "en", .cookie: "lang=fr"])
        #expect(page.body.contains("<html lang=\"fr\""))
        #expect(page.headers[.setCookie] == nil)
    }

    @Test("an unsupported language is not remembered")
    func unknown() async throws {
        let page = try await PageClient.page(try SampleMarket.reader(), "/?lang=%22%3E", [.acceptLanguage: "fr"])
        #expect(page.body.contains("<html lang=\"fr\""))
        #expect(page.headers[.setCookie] == nil)
    }

    @Test("the response names what it varies by")
    func vary() async throws {
        #expect(
            try await PageClient.page(try SampleMarket.reader()).headers[.vary]
                == "Accept-Language, Cookie, Accept-Encoding")
    }

    @Test("the French page writes numbers, ages and months as French does")
    func french() async throws {
        let page = try await PageClient.page(try SampleMarket.reader(), "/?lang=fr").body
        #expect(page.contains("67\u{202F}234,50\u{A0}$"))
        #expect(page.contains("+1,2\u{202F}%"))
        #expect(page.contains("il y a 3\u{A0}min"))
        #expect(page.contains("1 févr. 2026, 00:27 UTC"))
        #expect(page.contains("Dernières 24\u{A0}h\u{A0}:</span> nette hausse"))
        #expect(page.contains("(s’ouvre dans un nouvel onglet)"))
    }

    @Test("each page links to the other language and marks its own")
    func languageSwitch() async throws {
        let page = try await PageClient.page(try SampleMarket.reader(), "/?lang=fr&range=30d").body
        #expect(page.contains("<a href=\"/?lang=en&amp;range=30d\" lang=\"en\" hreflang=\"en\">"))
        #expect(page.contains("hreflang=\"fr\" aria-current=\"true\">"))
    }
}
