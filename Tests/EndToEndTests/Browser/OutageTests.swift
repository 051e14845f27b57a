import Foundation
import Support
import Testing

/// `web` alone, in front of an `api` that goes away and comes back.
@Suite(.serialized, .enabled(if: WebDriver.isInstalled, "\(WebDriver.skipped)"))
struct OutageTests {
    @Test(
        "with the API down the page still loads, says what is unavailable and how old the data are, and recovers",
        arguments: [("en", "is not responding", "last known"), ("fr", "ne répond pas", "connues")])
    func outage(_ language: String, _ missing: String, _ lastKnown: String) async throws {
        try await withWorld { world in
            #expect(try await world.run("collect").code == 0)
            let api = try world.start("api")
            defer { api.destroy() }
            let address = try await api.address(of: "api")
            let port = try #require(address.split(separator: ":").last)
            try await world.with("web", and: ["API_BASE_URL": address]) { web in
                let page = try await web.address(of: "web")
                try await WebDriver.shared().browse(as: .init(language: language)) { browser in
                    try await browser.show(on: .phone)
                    try await browser.open(page)
                    // It may be late for the first page, which then shows the rest.
                    try await browser.untilReloading(shows: "document.querySelector('#price .price-value')")
                    let price = try await browser.text("#price .price-value")
                    #expect(!price.isEmpty)
                    #expect(try await browser.count(".stale-notice") == 0)

                    api.signal(SIGTERM)
                    #expect(try await api.end().code == 0)
                    try await browser.untilReloading(shows: "document.querySelectorAll('.stale-notice').length > 0")
                    #expect(try await browser.text("#price .price-value") == price)
                    // Once, not in every panel.
                    let notice = try await browser.text("#incidents .stale-notice")
                    #expect(notice.contains(missing) && notice.contains(lastKnown), "\(notice)")
                    #expect(try await browser.count(".stale-notice") == 1)
                    #expect(try await browser.count("#incidents .stale-notice time") == 1)
                    #expect(try await browser.count("#health .down") == 1)
                    #expect(try await browser.value(Contrast.tooLow(), [String].self) == [])
                    try await browser.screenshot("outage-\(language)-phone")

                    try await world.with("api", and: ["API_PORT": String(port)]) { again in
                        #expect(try await again.address(of: "api") == address)
                        try await browser.untilReloading(
                            shows: "document.querySelectorAll('.stale-notice').length === 0")
                        #expect(try await browser.text("#price .price-value") == price)
                        #expect(
                            try await browser.consoleMessages().allSatisfy { !$0.contains("Content Security Policy") })
                    }
                }
            }
        }
    }

    @Test("an open page shows the outage and recovers without a reload")
    func openPage() async throws {
        try await withWorld { world in
            #expect(try await world.run("collect").code == 0)
            let api = try world.start("api")
            defer { api.destroy() }
            let address = try await api.address(of: "api")
            let port = try #require(address.split(separator: ":").last)
            try await world.with("web", and: ["API_BASE_URL": address]) { web in
                let page = try await web.address(of: "web")
                try await WebDriver.shared().browse { browser in
                    try await browser.open(page)
                    let isInteractive = try await browser.chart()
                    _ = try await browser.value("window.notReloaded = true", Bool.self)
                    api.signal(SIGTERM)
                    _ = try await api.end()
                    // Triggers a refresh, as when the tab becomes visible again.
                    let refresh = "document.dispatchEvent(new Event('visibilitychange'))"
                    try await browser.wait(
                        until: "\(refresh) && document.querySelectorAll('.stale-notice').length === 1")
                    #expect(try await browser.count("#chart canvas") > 0 || !isInteractive)

                    try await world.with("api", and: ["API_PORT": String(port)]) { again in
                        _ = try await again.address(of: "api")
                        try await browser.wait(
                            until: "\(refresh) && document.querySelectorAll('.stale-notice').length === 0")
                        #expect(try await browser.value("window.notReloaded === true", Bool.self))
                    }

                    // Without its own server, the page keeps the data and shows a notice.
                    web.signal(SIGTERM)
                    _ = try await web.end()
                    try await browser.wait(until: "\(refresh) && !document.getElementById('connection').hidden")
                    #expect(try await !browser.text("#price .price-value").isEmpty)
                }
            }
        }
    }

    @Test("a page that was opened before opens without its server too, with the last data and a notice")
    func offline() async throws {
        try await withWorld { world in
            #expect(try await world.run("collect").code == 0)
            let serve = try world.start("serve")
            defer { serve.destroy() }
            let page = try await serve.address(of: "web")
            try await WebDriver.shared().browse { browser in
                try await browser.open(page)
                try await browser.wait(until: "navigator.serviceWorker.controller !== null")
                // The worker keeps the pages that it sees.
                try await browser.reload()
                let price = try await browser.text("#price .price-value")
                serve.signal(SIGTERM)
                _ = try await serve.end()
                try await browser.open(page)
                #expect(try await browser.text("#price .price-value") == price && !price.isEmpty)
                try await browser.wait(until: "!document.getElementById('connection').hidden")
                try await browser.screenshot("offline-desktop")
            }
        }
    }

    @Test("the timeline as a page fits on a phone, with long lines too")
    func timelinePage() async throws {
        try await withWorld { world in
            #expect(try await world.run("collect").code == 0)
            let file = world.folder + "/timeline.html"
            #expect(try await world.run("timeline", "--html", file).code == 0)
            let long = try String(contentsOfFile: file, encoding: .utf8).replacingOccurrences(
                of: "</tbody>",
                with: "<tr><td>2026-01-01</td><td>error</td><td>file</td><td>"
                    + String(repeating: "averylongword", count: 60) + "</td></tr></tbody>")
            try long.write(toFile: file, atomically: true, encoding: .utf8)
            try await WebDriver.shared().browse { browser in
                try await browser.show(on: .phone)
                try await browser.open("file://" + file)
                #expect(try await browser.count("tbody tr") > 1)
                let sizes = try await browser.value("[document.documentElement.scrollWidth, innerWidth]", [Int].self)
                #expect(sizes[0] <= sizes[1], "\(sizes)")
            }
        }
    }

    @Test(
        "before the first collection the page is one card that says so",
        arguments: ["en", "fr"])
    func empty(_ language: String) async throws {
        try await withWorld { world in
            try await world.with("api") { api in
                try await world.with("web", and: ["API_BASE_URL": api.address(of: "api")]) { web in
                    let page = try await web.address(of: "web")
                    try await WebDriver.shared().browse(as: .init(language: language)) { browser in
                        try await browser.show(on: .phone)
                        try await browser.open(page)
                        #expect(try await browser.count("main section") == 1)
                        #expect(try await !browser.text("#empty .empty").isEmpty)
                        #expect(try await browser.value(Contrast.tooLow(), [String].self) == [])
                        #expect(try await browser.consoleMessages() == [])
                        try await browser.screenshot("empty-\(language)-phone")
                    }
                }
            }
        }
    }
}

extension Browser {
    /// Reloads until the condition is true: `web` reuses a page for some seconds.
    func untilReloading(shows condition: String) async throws {
        try await withDeadline(hangLimit, else: { WebDriver.Refused(description: "never true: \(condition)") }) {
            repeat { try await reload() } while try await !value("!!(\(condition))", Bool.self)
        }
    }
}
