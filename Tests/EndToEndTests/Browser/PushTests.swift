import Domain
import Foundation
import Sandbox
import Support
import Testing

/// A browser that registers itself on the page of price alerts, and what it shows of a message.
@Suite(.serialized, .enabled(if: WebDriver.isInstalled, "\(WebDriver.skipped)"))
struct PushTests {
    /// Chromium’s own push service is out of reach: the browser gets a subscription of the sandbox’s.
    private static func fake(_ browser: SimulatedBrowser, at origin: String) -> String {
        """
        (() => {
          const endpoint = "\(browser.endpoint(at: origin))";
          const keys = { p256dh: "\(browser.p256dh.base64URL)", auth: "\(browser.auth.base64URL)" };
          const subscription = {
            endpoint, toJSON: () => ({ endpoint, keys }),
            unsubscribe: async () => { window.subscribed = null; return true; },
          };
          PushManager.prototype.subscribe = async (options) => {
            subscription.options = { applicationServerKey: options.applicationServerKey.buffer };
            return window.subscribed = subscription;
          };
          PushManager.prototype.getSubscription = async () => window.subscribed ?? null;
          return true;
        })()
        """
    }

    private static let isOn = "document.getElementById('device-state').textContent.includes('is notified')"

    @Test(
        "a press of the button registers this device; an alert reaches it once, is shown, and another press ends it",
        .timeLimit(.minutes(30)))
    func register() async throws {
        try await withWorld { world in
            try await world.collect(percent: 0)
            let keys = try await world.run("vapid-keys", "--json").json(WebPushTests.Keys.self)
            let settings = keys.settings(world, state: "one")
            try await world.with("api", and: settings) { first in
                let api = try await first.address(of: "api")
                let more = settings.merging(["API_BASE_URL": api]) { $1 }
                try await world.with("web", and: more) { second in
                    let page = try await second.address(of: "web")
                    try await WebDriver.shared().browse { browser in
                        try await use(browser, page, api, world, key: keys.public_key)
                    }
                }
            }
        }
    }

    private func use(_ browser: Browser, _ page: String, _ api: String, _ world: World, key: String) async throws {
        try await browser.show(on: .phone)
        try await browser.open(page + "/alerts")
        #expect(try await browser.count("#device") == 0, "without the token there is no button")
        try await browser.type(WebPushTests.token, into: "#operator input[name=token]")
        try await browser.click("#operator button")
        try await browser.wait(until: "document.querySelector('#device:not([hidden])')")
        let simulated = world.sandbox.pushes.register(for: key)
        _ = try await browser.value(Self.fake(simulated, at: world.sandbox.origin), Bool.self)

        try await browser.permit("notifications", false)
        try await browser.click("#device button")
        try await browser.wait(until: "document.getElementById('device-state').textContent.includes('blocked')")

        try await browser.permit("notifications", true)
        try await browser.click("#device button")
        try await browser.wait(until: Self.isOn)
        #expect(try await browser.text("#devices").contains("127.0.0.1"))
        #expect(try await browser.text("#device button") == "Stop notifying this device")
        if Axe.source != nil { #expect(try await Axe.violations(in: browser) == []) }
        try await browser.screenshot("alerts-device-phone")

        struct Price: Decodable { let price: Double }
        let price = try await ask(api + "/v1/price").json(Price.self).price
        let headers = ["authorization": "Bearer " + WebPushTests.token, "content-type": "application/json"]
        let body = #"{"kind":"above","price":\#(price * 1.015),"note":"n0te"}"#
        #expect(try await ask(api + "/v1/alerts", "POST", headers: headers, body: body).status == 200)
        try await world.collect(percent: 3)
        try await eventually("the alert") { !world.sandbox.pushes.messages.isEmpty }
        let message = try #require(world.sandbox.pushes.messages.first)
        let isShown = """
            navigator.serviceWorker.ready.then((worker) => worker.getNotifications()).then((all) => {
              window.shown = all.map(({ title, body, tag, data }) => ({ title, body, tag, url: data.url }));
            }) && window.shown?.length === 1
            """
        // A push service repeats what a worker did not take, which may still be starting; the tag replaces the first.
        try await eventually("the notification") {
            try await browser.push(message.text, to: page)
            return (try? await browser.wait(until: isShown, within: .seconds(10))) != nil
        }
        struct Shown: Decodable { let title, body, tag, url: String }
        let shown = try await browser.value("window.shown[0]", Shown.self)
        #expect(message.text.contains(shown.title) && shown.body.contains("n0te"))
        #expect(shown.url == "/alerts" && shown.tag.hasPrefix("alert-"))
        // A copy of it replaces it in silence.
        try await browser.push(message.text, to: page)
        try await eventually("one notification") {
            (try? await browser.wait(until: isShown, within: .seconds(10))) != nil
        }

        try await browser.click("#device button")
        try await browser.wait(until: "!(\(Self.isOn)) && window.subscribed === null")
        #expect(try await browser.text("#devices").contains("No device is registered yet."))
        #expect(world.sandbox.pushes.messages.count == 1)
        #expect(try await browser.consoleMessages().allSatisfy { !$0.contains("Content Security Policy") })
    }
}
