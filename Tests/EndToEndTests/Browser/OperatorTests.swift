import Domain
import Foundation
import Storage
import Support
import Testing

/// An operator with a browser and the token.
@Suite(.serialized, .enabled(if: WebDriver.isInstalled, "\(WebDriver.skipped)"))
struct OperatorTests {
    private static let token = "a-token-of-an-operator"

    @Test(
        "with the token an incident is resolved in the browser, and without it there is no form; serve, and web apart",
        arguments: [["serve"], ["api", "web"]])
    func resolve(_ programs: [String]) async throws {
        try await withWorld { world in
            #expect(try await world.run("collect").code == 0)
            let database = try await Database.open(try DatabaseURL(world.database))
            try await database.incidents.keep(
                Incident(
                    id: IncidentID(rawValue: "i1"), cause: .diskFull, at: Incident.Place(host: "host-1"),
                    severity: .critical, opened: Timestamp(Date()) - .minutes(8), context: "c", symptom: "s",
                    diagnosis: "d"))
            await database.close()
            let token = ["ADMIN_TOKEN": Self.token, "OPERATIONS_PAGE": "token"]
            try await world.with(programs[0], and: token) { first in
                let api = try await first.address(of: "api")
                let second =
                    programs.count > 1
                    ? try BitcoinAnalyzer.start(
                        ["web"], world.settings.merging(token) { $1 }.merging(["API_BASE_URL": api]) { $1 },
                        in: world.folder) : first
                defer { if programs.count > 1 { second.destroy() } }
                let page = try await second.address(of: "web")
                try await WebDriver.shared().browse { browser in
                    try await browser.open(page + "/incidents/i1")
                    #expect(try await browser.count("#edit textarea") == 0)
                    try await browser.open(page + "/operations")
                    #expect(try await browser.count("#operations-sources tbody tr") == 0)

                    try await browser.type("wrong-token-of-somebody", into: "#operator input[name=token]")
                    try await browser.click("#operator button")
                    try await browser.wait(until: "document.querySelector('#error-heading')")
                    try await browser.open(page + "/operations")
                    try await browser.type(Self.token, into: "#operator input[name=token]")
                    try await browser.click("#operator button")
                    try await browser.wait(
                        until: "document.querySelectorAll('#operations-sources tbody tr').length > 0")
                    // The page's scripts cannot read the cookie.
                    #expect(try await browser.value("document.cookie", String.self).isEmpty)

                    try await browser.open(page + "/incidents/i1")
                    try await browser.type("Old logs were deleted.", into: "#edit textarea[name=resolution]")
                    try await browser.click("#edit button[value=resolved]")
                    try await browser.wait(until: "document.querySelector('#incident .badge.up')")
                    #expect(try await browser.text("#incident").contains("Old logs were deleted."))
                    try await browser.open(page + "/operations")
                    try await browser.click("#operator button")
                    try await browser.wait(until: "document.querySelector('#operator input[name=token]')")
                }
            }
        }
    }
}
