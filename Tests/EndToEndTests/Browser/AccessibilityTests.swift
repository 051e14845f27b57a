import Foundation
import Support
import Testing

/// axe-core over every page: what assistive programs would stumble over.
@Suite(
    .serialized, .enabled(if: WebDriver.isInstalled && Axe.source != nil, "skipped: Chromium or axe-core is missing"))
struct AccessibilityTests {
    static let pages = [
        "/", "/?range=30d&chart=candles&indicators=sma20,rsi14", "/news", "/analysis", "/operations", "/incidents",
        "/sources", "/alerts", "/nowhere",
    ]

    @Test("axe finds nothing on any page", arguments: zip([Browser.Device.desktop, .phone], ["light", "dark"]))
    func pages(_ device: Browser.Device, _ scheme: String) async throws {
        let address = try await SharedDemo.page()
        try await WebDriver.shared().browse(as: .init(language: scheme == "dark" ? "fr" : "en")) { browser in
            try await browser.show(on: device)
            try await browser.prefer(scheme: scheme)
            for page in Self.pages {
                try await browser.open(address + page)
                if page.hasPrefix("/?") || page == "/" { try await browser.chart() }
                #expect(try await Axe.violations(in: browser) == [], "\(page)")
            }
        }
    }

    @Test("high contrast shows what is chosen by a frame, and print leaves out what cannot be pressed")
    func media() async throws {
        let address = try await SharedDemo.page()
        try await WebDriver.shared().browse { browser in
            try await browser.emulate(features: ["forced-colors": "active"])
            try await browser.open(address)
            try await browser.chart()
            for chosen in ["#chart .ranges [aria-current]", ".places [aria-current]", ".languages [aria-current]"] {
                let style = try await browser.value(
                    "getComputedStyle(document.querySelector('\(chosen)')).outlineStyle", String.self)
                #expect(style == "solid", "\(chosen)")
            }
            try await browser.screenshot("market-high-contrast")
            try await browser.emulate(media: "print")
            for hidden in [".masthead-tools", ".places", "#chart .controls", "#chart .chart-table"] {
                #expect(
                    try await browser.value(
                        "getComputedStyle(document.querySelector('\(hidden)')).display === 'none'", Bool.self),
                    "\(hidden)")
            }
            #expect(try await browser.value("document.querySelector('#price').checkVisibility()", Bool.self))
            try await browser.screenshot("market-print")
        }
    }

    @Test("everything can be reached by keyboard, in the order of the page, with a visible focus")
    func keyboard() async throws {
        let address = try await SharedDemo.page()
        try await WebDriver.shared().browse { browser in
            try await browser.open(address)
            try await browser.chart()
            var seen: [String] = []
            for _ in 0..<25 {
                try await browser.press(Browser.Key.tab)
                seen.append(
                    try await browser.value(
                        "document.activeElement.id || document.activeElement.className || document.activeElement.tagName",
                        String.self))
                let outline = try await browser.value(
                    "getComputedStyle(document.activeElement).outlineStyle", String.self)
                #expect(outline != "none", "\(seen)")
            }
            #expect(seen.first == "skip")
            for name in ["zone", "theme", "live"] { #expect(seen.contains { $0.contains(name) }, "\(seen)") }
        }
    }
}

/// The rules of axe-core (https://github.com/dequelabs/axe-core), from the PyPI package axe-core-python.
enum Axe {
    /// `nil` where `./test` could not fetch it.
    static let source = try? String(
        contentsOfFile: Checkout.path(".build/tools/axe_core_python/axe.min.js"), encoding: .utf8)

    /// What is wrong, each as `rule: element: why`.
    static func violations(in browser: Browser) async throws -> [String] {
        guard let source else { return [] }
        _ = try await browser.value("(() => { \(source)\n return true; })()", Bool.self)
        return try await browser.value(
            """
            axe.run(document, { resultTypes: ["violations"] }).then((result) => result.violations.flatMap((rule) =>
              rule.nodes.map((node) => `${rule.id}: ${node.target.join(" ")}: ${node.failureSummary}`)))
            """, [String].self)
    }
}
