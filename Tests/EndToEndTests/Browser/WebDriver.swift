import Foundation

/// ChromeDriver as a child process, one for the test process.
///
/// It speaks W3C WebDriver over HTTP: https://www.w3.org/TR/webdriver2/
struct WebDriver: Sendable {
    private let driver: ChildProgram
    private let origin: String
    private let browser: String

    static func shared() async throws -> WebDriver { try await sharedDriver.value }
    private static let sharedDriver = Task { try await WebDriver() }

    static var isInstalled: Bool { programs != nil }
    static let skipped = "skipped: Chromium and its driver are not installed (apt-get install chromium chromium-driver)"

    private static let programs: (browser: String, driver: String)? = {
        let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
        func find(_ names: [String]) -> String? {
            names.lazy.flatMap { name in path.split(separator: ":").map { "\($0)/\(name)" } }
                .first { FileManager.default.isExecutableFile(atPath: $0) }
        }
        guard let browser = find(["chromium", "chromium-browser", "google-chrome"]), let driver = find(["chromedriver"])
        else { return nil }
        return (browser, driver)
    }()

    private init() async throws {
        guard let programs = Self.programs else { throw Refused(description: Self.skipped) }
        browser = programs.browser
        let folder = FileManager.default.temporaryDirectory.path
        driver = try ChildProgram(
            [programs.driver, "--port=0"], environment: ["PATH": "/usr/bin:/bin", "HOME": folder, "LANG": "C.UTF-8"],
            in: folder)
        let port = try await driver.transcript.wait(for: "ChromeDriver's port") { written -> Int? in
            guard let mark = written.outputText.range(of: "successfully on port ") else { return nil }
            let digits = written.outputText[mark.upperBound...].prefix { $0.isNumber }
            // Complete only once a character follows.
            return written.outputText[digits.endIndex...].isEmpty ? nil : Int(digits)
        }
        origin = "http://127.0.0.1:\(port)"
    }

    /// The options of a browser.
    struct Options: Sendable {
        var language = "en"
        var hasScripts = true
    }

    /// Runs `body` with a browser that has a fresh profile.
    func browse<T: Sendable>(
        as options: Options = Options(), isolation: isolated (any Actor)? = #isolation,
        _ body: (Browser) async throws -> T
    ) async throws -> T {
        let profile = FileManager.default.temporaryDirectory.path + "/browser-" + UUID().uuidString
        defer { try? FileManager.default.removeItem(atPath: profile) }
        let session = try await start(options, profile: profile)
        do {
            let result = try await body(Browser(driver: self, session: session))
            try await end(session)
            return result
        } catch {
            try? await end(session)
            throw error
        }
    }

    private func start(_ options: Options, profile: String) async throws -> String {
        struct Started: Decodable { let sessionId: String }
        var preferences: [String: Any] = ["intl.accept_languages": options.language]
        if !options.hasScripts { preferences["profile.managed_default_content_settings.javascript"] = 2 }
        let arguments = [
            "--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", "--no-first-run",
            "--disable-extensions",
            "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-proxy-server",
            "--hide-scrollbars",
            "--force-color-profile=srgb", "--user-data-dir=\(profile)", "--lang=\(options.language)",
            "--window-size=1280,900",
        ]
        let chrome: [String: Any] = ["binary": browser, "args": arguments, "prefs": preferences]
        let wanted: [String: Any] = [
            "browserName": "chrome", "goog:chromeOptions": chrome, "goog:loggingPrefs": ["browser": "ALL"],
        ]
        return try await call("POST", "/session", ["capabilities": ["alwaysMatch": wanted]], Started.self).sessionId
    }

    private func end(_ session: String) async throws {
        _ = try await call("DELETE", "/session/\(session)", nil, Nothing.self)
    }

    /// One command.
    /// - Throws: ``Refused`` with the driver's message.
    func call<Value: Decodable>(_ method: String, _ path: String, _ body: [String: Any]?, _ value: Value.Type)
        async throws -> Value
    {
        let text = try body.map { String(decoding: try JSONSerialization.data(withJSONObject: $0), as: UTF8.self) }
        let response = try await ask(origin + path, method, headers: ["Content-Type": "application/json"], body: text)
        guard response.status == 200 else {
            let failure = try response.json(Reply<Failure>.self).value
            throw Refused(description: "\(path): \(failure.error): \(failure.message.prefix(500))")
        }
        return try response.json(Reply<Value>.self).value
    }

    private struct Reply<Value: Decodable>: Decodable { let value: Value }
    private struct Failure: Decodable { let error, message: String }

    struct Refused: Error, CustomStringConvertible { let description: String }

    /// An ignored value.
    struct Nothing: Decodable { init(from decoder: any Decoder) throws {} }
}
