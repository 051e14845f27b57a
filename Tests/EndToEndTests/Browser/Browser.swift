import Foundation
import Support

/// One window of one browser.
struct Browser: Sendable {
    let driver: WebDriver
    let session: String

    enum Device: String, Sendable, CaseIterable, CustomStringConvertible {
        case phone, desktop
        var description: String { rawValue }
        var size: (width: Int, height: Int) { self == .phone ? (390, 844) : (1280, 900) }
    }

    func open(_ address: String) async throws { _ = try await post("/url", ["url": address], WebDriver.Nothing.self) }
    func reload() async throws { _ = try await post("/refresh", [:], WebDriver.Nothing.self) }

    /// The value of a JavaScript expression.
    func value<Value: Decodable>(_ expression: String, _ type: Value.Type = Value.self) async throws -> Value {
        try await post("/execute/sync", ["script": "return (\(expression));", "args": [Any]()], type)
    }

    /// The text of the first element that a CSS selector finds, as it is rendered.
    func text(_ selector: String) async throws -> String {
        try await value("document.querySelector(\(quoted(selector)))?.innerText ?? ''")
    }

    func count(_ selector: String) async throws -> Int {
        try await value("document.querySelectorAll(\(quoted(selector))).length")
    }

    /// Clicks an element, which must be visible and not covered, in the middle of the window.
    func click(_ selector: String) async throws {
        _ = try await value(
            "document.querySelector(\(quoted(selector)))?.scrollIntoView({ block: 'center' }) === undefined", Bool.self)
        let found = try await post("/element", ["using": "css selector", "value": selector], [String: String].self)
        guard let element = found.values.first else { return }
        _ = try await post("/element/\(element)/click", [:], WebDriver.Nothing.self)
    }

    /// Waits until a JavaScript expression is true.
    func wait(until condition: String, within limit: Duration = hangLimit) async throws {
        try await withDeadline(limit, else: { WebDriver.Refused(description: "never true: \(condition)") }) {
            while try await !value("!!(\(condition))", Bool.self) {
                try await ContinuousClock().sleep(for: .milliseconds(50))
            }
        }
    }

    /// Waits until the chart is drawn.
    /// - Returns: whether it is the interactive one, which requires the vendored library.
    @discardableResult
    func chart() async throws -> Bool {
        guard try await count("script[src*=lightweight-charts]") > 0 else {
            try await wait(until: "document.querySelector('#chart svg.drawing')")
            return false
        }
        try await wait(until: "document.querySelector('#chart canvas')")
        return true
    }

    func show(on device: Device) async throws {
        let (width, height) = device.size
        try await devTools(
            "Emulation.setDeviceMetricsOverride",
            ["width": width, "height": height, "deviceScaleFactor": 2, "mobile": device == .phone])
    }

    /// - Parameter scheme: `light` or `dark`.
    func prefer(scheme: String) async throws { try await emulate(features: ["prefers-color-scheme": scheme]) }

    /// Shows the page as in print, in high contrast and so on, instead of what was emulated before.
    /// - Parameters:
    ///   - media: `print`, or empty for a screen.
    ///   - features: of media queries: `forced-colors: active`.
    func emulate(media: String = "", features: [String: String] = [:]) async throws {
        try await devTools(
            "Emulation.setEmulatedMedia",
            ["media": media, "features": features.map { ["name": $0.key, "value": $0.value] }])
    }

    /// Makes the page's processor slower by a factor.
    func slowProcessor(by factor: Int) async throws {
        try await devTools("Emulation.setCPUThrottlingRate", ["rate": factor])
    }

    /// Forgets the files that it has.
    func clearCache() async throws {
        try await devTools("Network.clearBrowserCache", [:])
    }

    /// - Parameter zone: an IANA name: `Asia/Tokyo`.
    func use(zone: String) async throws {
        try await devTools("Emulation.setTimezoneOverride", ["timezoneId": zone])
    }

    /// Grants or denies what a page would ask the reader for
    /// (https://www.w3.org/TR/permissions/#webdriver-command-set-permission).
    func permit(_ name: String, _ isGranted: Bool) async throws {
        _ = try await post(
            "/permissions", ["descriptor": ["name": name], "state": isGranted ? "granted" : "denied"],
            WebDriver.Nothing.self)
    }

    /// Hands a message to the first service worker of the profile, as a push service would.
    func push(_ message: String, to origin: String) async throws {
        try await devTools("ServiceWorker.enable", [:])
        try await devTools(
            "ServiceWorker.deliverPushMessage", ["origin": origin, "registrationId": "0", "data": message])
    }

    /// The console messages since the last call, including content policy violations and failed downloads.
    func consoleMessages() async throws -> [String] {
        struct Entry: Decodable { let level, message: String }
        return try await post("/se/log", ["type": "browser"], [Entry].self).map { "\($0.level): \($0.message)" }
    }

    /// Saves a screenshot of the page where the environment's `SCREENSHOTS` names a folder.
    func screenshot(_ name: String) async throws {
        guard let folder = ProcessInfo.processInfo.environment["SCREENSHOTS"] else { return }
        struct Picture: Decodable { let data: String }
        let taken = try await post(
            "/goog/cdp/execute",
            ["cmd": "Page.captureScreenshot", "params": ["format": "png", "captureBeyondViewport": true]], Picture.self)
        if let data = Data(base64Encoded: taken.data) { try data.write(to: URL(filePath: "\(folder)/\(name).png")) }
    }

    private func devTools(_ command: String, _ parameters: [String: Any]) async throws {
        _ = try await post("/goog/cdp/execute", ["cmd": command, "params": parameters], WebDriver.Nothing.self)
    }

    private func post<Value: Decodable>(_ path: String, _ body: [String: Any], _ type: Value.Type) async throws -> Value
    {
        try await driver.call("POST", "/session/\(session)" + path, body, type)
    }

    /// As a JavaScript string literal.
    private func quoted(_ text: String) -> String {
        "'" + text.replacingOccurrences(of: "\\", with: "\\\\").replacingOccurrences(of: "'", with: "\\'") + "'"
    }
}
