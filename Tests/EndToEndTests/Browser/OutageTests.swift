import Foundation
import Testing

/// `web` alone, in front of an `api` that goes away and comes back.
@Suite(.serialized, .enabled(if: WebDriver.isInstalled, "\(WebDriver.skipped)"))
struct OutageTests {
    @Test(
        "with the API down the page still comes, says what is missing and how old the rest is, and recovers",
        arguments: [("en", "is not answering", "last known"), ("fr", "ne répond pas", "connu")])
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
                    let price = try await browser.text("#price .figure")
                    #expect(!price.isEmpty)
                    #expect(try await browser.count(".standing") == 0)

                    api.signal(SIGTERM)
                    #expect(try await api.end().code == 0)
                    try await browser.untilReloading(shows: "document.querySelectorAll('.standing').length > 0")
                    #expect(try await browser.text("#price .figure") == price)
                    for panel in ["price", "chart", "analysis", "news", "closes"] {
                        let standing = try await browser.text("#\(panel) .standing")
                        #expect(standing.contains(missing) && standing.contains(lastKnown), "\(panel): \(standing)")
                    }
                    #expect(try await browser.count("#price .standing time") == 1)
                    #expect(try await browser.value(Contrast.tooLow(), [String].self) == [])
                    try await browser.picture("outage-\(language)-phone")

                    try await world.with("api", and: ["API_PORT": String(port)]) { again in
                        #expect(try await again.address(of: "api") == address)
                        try await browser.untilReloading(shows: "document.querySelectorAll('.standing').length === 0")
                        #expect(try await browser.text("#price .figure") == price)
                        #expect(try await browser.complaints().allSatisfy { !$0.contains("Content Security Policy") })
                    }
                }
            }
        }
    }

    @Test("an open page tells the outage and recovers by itself, without being loaded again")
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
                    _ = try await browser.value("window.stillTheSame = true", Bool.self)
                    api.signal(SIGTERM)
                    _ = try await api.end()
                    // What the page does when somebody comes back to its tab.
                    let lookAgain = "document.dispatchEvent(new Event('visibilitychange'))"
                    try await browser.wait(until: "\(lookAgain) && document.querySelectorAll('.standing').length >= 5")
                    #expect(try await browser.count("#chart canvas") > 0 || !isInteractive)

                    try await world.with("api", and: ["API_PORT": String(port)]) { again in
                        _ = try await again.address(of: "api")
                        try await browser.wait(
                            until: "\(lookAgain) && document.querySelectorAll('.standing').length === 0")
                        #expect(try await browser.value("window.stillTheSame === true", Bool.self))
                    }

                    // And when the page's own server is gone, what was received stays, with a word about it.
                    web.signal(SIGTERM)
                    _ = try await web.end()
                    try await browser.wait(until: "\(lookAgain) && !document.getElementById('connection').hidden")
                    #expect(try await !browser.text("#price .figure").isEmpty)
                }
            }
        }
    }

    @Test(
        "before anything was collected the page comes, and says of every part that it is empty",
        arguments: ["en", "fr"])
    func empty(_ language: String) async throws {
        try await withWorld { world in
            try await world.with("api") { api in
                try await world.with("web", and: ["API_BASE_URL": api.address(of: "api")]) { web in
                    let page = try await web.address(of: "web")
                    try await WebDriver.shared().browse(as: .init(language: language)) { browser in
                        try await browser.show(on: .phone)
                        try await browser.open(page)
                        for panel in ["price", "chart", "analysis", "news", "closes"] {
                            #expect(try await !browser.text("#\(panel) .standing").isEmpty, "\(panel)")
                        }
                        #expect(try await browser.value(Contrast.tooLow(), [String].self) == [])
                        #expect(try await browser.complaints() == [])
                        try await browser.picture("empty-\(language)-phone")
                    }
                }
            }
        }
    }
}

extension Browser {
    /// The server keeps a page for some seconds where it cannot know of changes: loads it until it shows what is waited for.
    func untilReloading(shows condition: String) async throws {
        try await withDeadline(.seconds(30), else: { WebDriver.Refused(description: "never true: \(condition)") }) {
            repeat { try await reload() } while try await !value("!!(\(condition))", Bool.self)
        }
    }
}
