import Domain
import Foundation
import Sandbox
import Support
import Testing

@testable import BitcoinAnalyzer

/// A drill as somebody sees it who has nothing but a browser.
@Suite(.serialized, .enabled(if: WebDriver.isInstalled, "\(WebDriver.skipped)"), .timeLimit(.minutes(30)))
struct IncidentDrillTests {
    private static let prices = World.venues.map(Endpoint.venue)

    @Test(
        "a source breaks, the page says so beside the age of its data, the incident has its five steps, and closes when it is mended"
    )
    func seen() async throws {
        try await withWorld { world in
            try await world.with("serve", and: ["COLLECT_EVERY": "1s", "WATCH_EVERY": "1s"]) { serve in
                let page = try await serve.address(of: "web")
                try await WebDriver.shared().browse(as: .init(language: "en")) { browser in
                    try await browser.show(on: .phone)
                    try await browser.open(page)
                    try await browser.untilReloading(shows: "document.querySelector('#price .price-value') !== null")
                    #expect(try await browser.count("#incidents .notice") == 0)

                    for venue in Self.prices { world.sandbox.faults.set(.blocked, on: venue) }
                    try await browser.untilReloading(
                        shows: "document.querySelector('#incidents .notice') !== null")
                    #expect(try await browser.text("#incidents .notice").contains("Prices may be delayed"))
                    #expect(try await browser.count("#health .down") == 1)
                    #expect(try await browser.count("#price time") >= 1)
                    try await browser.screenshot("drill-broken-phone")

                    try await browser.click("#incidents .notice a")
                    try await browser.wait(until: "location.pathname.startsWith('/incidents/')")
                    #expect(try await browser.text("h1") == "Access denied by source")
                    let steps = try await browser.value(
                        "[...document.querySelectorAll('#incident h2')].map((h) => h.textContent).join(' ')",
                        String.self)
                    for step in ["Context", "Symptom", "Diagnosis", "Lesson"] {
                        #expect(steps.contains(step), "\(steps)")
                    }
                    #expect(try await browser.text("#evidence").contains("HTTP 403"))
                    try await browser.screenshot("drill-incident-phone")

                    world.sandbox.faults.clearAll()
                    try await browser.untilReloading(
                        shows: "document.querySelector('#incident').innerText.includes('Resolved at')")
                    try await browser.screenshot("drill-over-phone")
                    try await browser.open(page)
                    #expect(try await browser.count("#incidents .notice") == 0)
                }
            }
        }
    }

    @Test("a cause that is already gone is explained from the records")
    func vanished() async throws {
        try await withWorld { world in
            #expect(try await world.run("collect").code == 0)
            for venue in Self.prices { world.sandbox.faults.set(.status(503), on: venue) }
            #expect(try await world.run("collect").code == 75)
            let then = Timestamp(Date())
            world.sandbox.faults.clearAll()
            #expect(try await world.run("collect").code == 0)
            // What is less than a second ago is still now.
            while Timestamp(Date()) - then < .milliseconds(1500) {
                try await ContinuousClock().sleep(for: .milliseconds(100))
            }
            let past = try await world.run("why", "prices", "--at", then.rfc3339, "--json")
            #expect(past.code == 1)
            #expect(try past.json(Why.self).roots.map(\.cause) == ["source-down"], "\(past)")
            let words = try await world.run("why", "les", "cours", "--at", then.rfc3339, "--lang", "fr")
            #expect(words.output.contains("Cause première") && words.output.contains("HTTP 503"), "\(words)")
            #expect(try await world.run("why", "hello").code == 64)
        }
    }

    private struct Why: Decodable {
        struct Root: Decodable { let cause: String }
        let roots: [Root]
    }
}
