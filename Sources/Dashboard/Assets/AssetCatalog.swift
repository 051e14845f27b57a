import API
import HTTPTypes
import Hummingbird

/// The static files of the pages. An address contains a digest of the content, so that it can be cached indefinitely.
struct AssetCatalog: Sendable {
    /// The addresses of the files in a page.
    struct Addresses: Sendable {
        let style: String
        /// Sets the theme before the page is drawn.
        let theme: String
        let script: String
        let icon: String
        /// For a home screen.
        let touchIcon: String
        /// `nil` where Lightweight Charts was not available when the program was built.
        let charts: String?

        /// For a page without a chart.
        var withoutCharts: Addresses {
            Addresses(style: style, theme: theme, script: script, icon: icon, touchIcon: touchIcon, charts: nil)
        }
    }

    let addresses: Addresses
    private let assets: [String: PreparedResponse]
    /// Those with an address of their own: `sw.js`, `manifest.webmanifest`.
    let named: [String: PreparedResponse]

    private static let styles = ["colors", "layout", "masthead", "panels", "chart", "incidents", "operations", "news"]
    private static let scripts = [
        "ages", "zone", "indicators", "time-axis", "candles", "chart", "chart-marks", "chart-overlays", "chart-legend",
        "chart-controls", "live", "refresh", "push",
    ]

    init(_ embedded: EmbeddedFiles) throws {
        var assets: [String: PreparedResponse] = [:]
        func add(_ name: String, _ suffix: String, _ contentType: String, _ bytes: [UInt8]) -> String {
            let file = "\(name).\(Digest.hexadecimal(of: bytes)).\(suffix)"
            assets[file] = PreparedResponse(
                contentType: contentType, body: ByteBuffer(bytes: bytes),
                extraHeaders: [.xContentTypeOptions: "nosniff"])
            return "/assets/" + file
        }
        let javaScript = "text/javascript; charset=utf-8"
        // One file for each type. The order matters: later rules override earlier ones, later scripts use earlier ones.
        let style = try Self.styles.flatMap {
            try embedded.file("styles/\($0).css")
        }
        let script = try Self.scripts.flatMap { try embedded.file("scripts/\($0).js") }
        func icon(_ size: Int) throws -> String {
            add("icon-\(size)", "png", "image/png", try embedded.file("icons/icon-\(size).png"))
        }
        addresses = Addresses(
            style: add("dashboard", "css", "text/css; charset=utf-8", style),
            theme: add("theme", "js", javaScript, try embedded.file("scripts/theme.js")),
            script: add("dashboard", "js", javaScript, script),
            icon: add("icon", "svg", "image/svg+xml", try embedded.file("styles/icon.svg")), touchIcon: try icon(180),
            charts: embedded["vendor/lightweight-charts.js"].map {
                add("lightweight-charts", "js", javaScript, $0)
            })
        let manifest = WebManifest(icons: [(192, try icon(192)), (512, try icon(512))])
        // A worker of another version is one of another name: browsers compare its bytes.
        let files = assets.keys.sorted().map { "\"/assets/\($0)\"" }.joined(separator: ", ")
        let worker = String(decoding: try embedded.file("scripts/sw.js"), as: UTF8.self)
            .replacing("/* files */", with: files)
        named = [
            "manifest.webmanifest": PreparedResponse(
                contentType: "application/manifest+json", body: ByteBuffer(bytes: try manifest.json()),
                extraHeaders: [.xContentTypeOptions: "nosniff"]),
            "sw.js": PreparedResponse(
                contentType: javaScript, body: ByteBuffer(string: worker),
                extraHeaders: [.xContentTypeOptions: "nosniff"]),
        ]
        self.assets = assets
    }

    /// `file` as in an address: `dashboard.3f1c….css`.
    subscript(file: String) -> PreparedResponse? { assets[file] }
}
