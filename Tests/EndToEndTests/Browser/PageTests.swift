import Foundation
import Testing

/// The page of a running demo in a real browser: both languages, phone and desktop.
@Suite(.serialized, .enabled(if: WebDriver.isInstalled, "\(WebDriver.skipped)"))
struct PageTests {
    /// The expected texts in a language.
    struct Words: Sendable, CustomTestStringConvertible {
        let language, simulated, newTab, age, closes: String
        var testDescription: String { language }

        static let all = [
            Words(
                language: "en", simulated: "Simulated data", newTab: "opens in a new tab", age: "just now|ago",
                closes: "newest first"),
            Words(
                language: "fr", simulated: "Données simulées", newTab: "s’ouvre dans un nouvel onglet",
                age: "à l’instant|il y a", closes: "du plus récent"),
        ]
    }

    @Test(
        "price, age, chart, analysis, news and closes are shown, without console messages", arguments: Words.all,
        Browser.Device.allCases)
    func complete(_ words: Words, _ device: Browser.Device) async throws {
        let page = try await SharedDemo.page()
        try await WebDriver.shared().browse(as: .init(language: words.language)) { browser in
            try await browser.show(on: device)
            try await browser.open(page)
            try await browser.chart()
            #expect(try await browser.value("document.documentElement.lang", String.self) == words.language)
            #expect(try await browser.text("#simulated .banner").contains(words.simulated))

            let price = try await browser.text("#price .price-value")
            #expect(price.contains { $0.isNumber })
            #expect(try await browser.text("#price time").contains(Regex(words.age)))
            #expect(try await browser.text("#price .meta").contains("Coinbase"))

            let analysis = try await browser.text("#analysis .analysis-text")
            #expect((1...3).contains(analysis.matches(of: #/[.!?](?:\s|$)/#).count), "\(analysis)")

            struct Link: Decodable { let href, target, rel, text: String }
            let links = try await browser.value(
                "[...document.querySelectorAll('#news .articles a')].map((a) => ({href: a.href, target: a.target, rel: a.rel, "
                    + "text: a.textContent}))",
                [Link].self)
            // Each story has its link; those of other reports are folded beneath.
            #expect(try await browser.count("#news .articles > li") == 5)
            #expect(links.count >= 5)
            #expect(
                links.allSatisfy {
                    $0.href.hasPrefix("http") && $0.target == "_blank" && $0.rel.contains("noopener")
                        && $0.text.contains(words.newTab)
                })

            let times = try await browser.value(
                "[...document.querySelectorAll('#closes tbody time')].map((t) => t.dateTime)", [String].self)
            #expect(times.count == 24 && times == times.sorted(by: >))
            #expect(try await browser.text("#closes caption").contains(words.closes))

            let sizes = try await browser.value("[document.documentElement.scrollWidth, innerWidth]", [Int].self)
            #expect(sizes[0] <= sizes[1], "the page scrolls sideways: \(sizes)")
            #expect(sizes[1] == device.size.width)
            #expect(try await browser.consoleMessages() == [])
            try await browser.screenshot("demo-\(words.language)-\(device)-light")
        }
    }

    @Test(
        "every text has enough contrast, light and dark, on phone and desktop", arguments: ["light", "dark"],
        Browser.Device.allCases)
    func contrast(_ scheme: String, _ device: Browser.Device) async throws {
        let page = try await SharedDemo.page()
        try await WebDriver.shared().browse { browser in
            try await browser.show(on: device)
            try await browser.prefer(scheme: scheme)
            try await browser.open(page)
            try await browser.chart()
            #expect(try await browser.value("matchMedia('(prefers-color-scheme: \(scheme))').matches", Bool.self))
            #expect(try await browser.value(Contrast.texts, Int.self) > 80)
            #expect(try await browser.value(Contrast.tooLow(), [String].self) == [])
            try await browser.screenshot("demo-en-\(device)-\(scheme)")
        }
    }

    @Test("the language switch works both ways and is remembered")
    func languageSwitch() async throws {
        let page = try await SharedDemo.page()
        try await WebDriver.shared().browse(as: .init(language: "en")) { browser in
            try await browser.open(page)
            #expect(try await browser.value("document.documentElement.lang", String.self) == "en")
            try await browser.click("nav a[hreflang=fr]")
            try await browser.wait(until: "document.documentElement.lang === 'fr'")
            try await browser.open("about:blank")
            try await browser.open(page)
            #expect(try await browser.value("document.documentElement.lang", String.self) == "fr")
            #expect(try await browser.text("#analysis h2") == "Analyse")
            try await browser.click("nav a[hreflang=en]")
            try await browser.wait(until: "document.documentElement.lang === 'en'")
            try await browser.open(page)
            #expect(try await browser.text("#analysis h2") == "Analysis")
        }
    }

    @Test("the chart range changes without a reload")
    func range() async throws {
        let page = try await SharedDemo.page()
        try await WebDriver.shared().browse { browser in
            try await browser.open(page)
            guard try await browser.chart() else { return }
            _ = try await browser.value("window.notReloaded = true", Bool.self)
            try await browser.click("#chart a[data-range='30d']")
            try await browser.wait(
                until: "document.querySelector('#chart a[data-range=\"30d\"]').getAttribute('aria-current') === 'true'")
            #expect(try await browser.value("window.notReloaded === true", Bool.self))
            #expect(try await browser.consoleMessages() == [])
        }
    }

    @Test("without JavaScript the page is complete, with the server's drawing as the chart", arguments: Words.all)
    func withoutScripts(_ words: Words) async throws {
        let page = try await SharedDemo.page()
        try await WebDriver.shared().browse(as: .init(language: words.language, hasScripts: false)) { browser in
            try await browser.show(on: .phone)
            try await browser.open(page)
            #expect(try await browser.count("#chart canvas") == 0)
            let drawing = try await browser.value(
                "(() => { const box = document.querySelector('#chart svg.drawing').getBoundingClientRect(); return "
                    + "[box.width, box.height]; })()",
                [Double].self)
            #expect(drawing[0] > 250 && drawing[1] > 150)
            #expect(
                try await browser.value("document.querySelector('#chart path.line').getAttribute('d').length", Int.self)
                    > 500)
            #expect(try await browser.text("#simulated").contains(words.simulated))
            #expect(try await browser.text("#price time").contains(Regex(words.age)))
            #expect(try await browser.count("#news .articles > li") == 5)
            #expect(try await browser.count("#closes tbody tr") == 24)
            // The range is a link to another drawing.
            let before = try await browser.value(
                "document.querySelector('#chart path.line').getAttribute('d')", String.self)
            try await browser.click("#chart a[data-range='30d']")
            try await browser.wait(until: "location.search.includes('30d')")
            #expect(
                try await browser.value("document.querySelector('#chart path.line').getAttribute('d')", String.self)
                    != before)
            let sizes = try await browser.value("[document.documentElement.scrollWidth, innerWidth]", [Int].self)
            #expect(sizes[0] <= sizes[1])
            try await browser.screenshot("demo-\(words.language)-phone-no-javascript")
        }
    }

    @Test("a news link opens in a tab of its own")
    func newTab() async throws {
        let page = try await SharedDemo.page()
        let driver = try await WebDriver.shared()
        try await driver.browse { browser in
            try await browser.open(page)
            try await browser.click("#news a")
            let windows = try await driver.call("GET", "/session/\(browser.session)/window/handles", nil, [String].self)
            #expect(windows.count == 2)
            #expect(try await browser.count("#price") == 1)
        }
    }
}
