import API
import HTTPTypes
import Hummingbird

/// The static files of the pages. An address contains a digest of the content, so that it can be cached indefinitely.
struct AssetCatalog: Sendable {
    /// The addresses of the files in a page.
    struct Addresses: Sendable {
        let style: String
        let script: String
        let icon: String
        /// `nil` where Lightweight Charts was not available when the program was built.
        let charts: String?

        /// For a page without a chart.
        var withoutCharts: Addresses { Addresses(style: style, script: script, icon: icon, charts: nil) }
    }

    let addresses: Addresses
    private let assets: [String: PreparedResponse]

    init(_ files: EmbeddedFiles) throws {
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
        let style = try ["colors", "layout", "panels", "chart", "incidents"].flatMap {
            try files.file("styles/\($0).css")
        }
        let script = try ["ages", "chart", "refresh"].flatMap { try files.file("scripts/\($0).js") }
        addresses = Addresses(
            style: add("dashboard", "css", "text/css; charset=utf-8", style),
            script: add("dashboard", "js", javaScript, script),
            icon: add("icon", "svg", "image/svg+xml", try files.file("styles/icon.svg")),
            charts: files["vendor/lightweight-charts.js"].map {
                add("lightweight-charts", "js", javaScript, $0)
            })
        self.assets = assets
    }

    /// `file` as in an address: `dashboard.3f1c….css`.
    subscript(file: String) -> PreparedResponse? { assets[file] }
}
