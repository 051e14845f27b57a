import API
import HTTPTypes
import Hummingbird

/// What the browser fetches beside the page. An address holds a digest of the content, so that it can be kept for ever.
struct AssetCatalog: Sendable {
    struct Asset: Sendable {
        let plain: PreparedResponse
        /// The same, compressed ahead of time.
        let gzipped: PreparedResponse?
    }

    /// Where the page finds its files.
    struct Addresses: Sendable {
        let style: String
        let script: String
        let icon: String
        /// `nil` where Lightweight Charts was not there when the program was built.
        let charts: String?

        /// For a page that has no chart.
        var withoutCharts: Addresses { Addresses(style: style, script: script, icon: icon, charts: nil) }
    }

    let addresses: Addresses
    private let assets: [String: Asset]

    init(_ files: EmbeddedFiles) throws {
        var assets: [String: Asset] = [:]
        func add(_ name: String, _ suffix: String, _ contentType: String, _ bytes: [UInt8], gzipped: [UInt8]? = nil)
            -> String
        {
            let file = "\(name).\(Digest.hexadecimal(of: bytes)).\(suffix)"
            assets[file] = Asset(contentType, bytes, gzipped: gzipped)
            return "/assets/" + file
        }
        let javaScript = "text/javascript; charset=utf-8"
        // One request for each kind; the order is that of the cascade, and of what uses what.
        let style = try ["colors", "layout", "panels", "chart", "incidents"].flatMap {
            try files.file("styles/\($0).css")
        }
        let script = try ["ages", "chart", "refresh"].flatMap { try files.file("scripts/\($0).js") }
        addresses = Addresses(
            style: add("dashboard", "css", "text/css; charset=utf-8", style),
            script: add("dashboard", "js", javaScript, script),
            icon: add("icon", "svg", "image/svg+xml", try files.file("styles/icon.svg")),
            charts: files["vendor/lightweight-charts.js"].map {
                add("lightweight-charts", "js", javaScript, $0, gzipped: files["vendor/lightweight-charts.js.gz"])
            })
        self.assets = assets
    }

    /// `file` as in an address: `dashboard.3f1c….css`.
    subscript(file: String) -> Asset? { assets[file] }
}

extension AssetCatalog.Asset {
    fileprivate init(_ contentType: String, _ bytes: [UInt8], gzipped: [UInt8]?) {
        let headers: HTTPFields = [.vary: "Accept-Encoding", .xContentTypeOptions: "nosniff"]
        plain = PreparedResponse(contentType: contentType, body: ByteBuffer(bytes: bytes), extraHeaders: headers)
        self.gzipped = gzipped.map { bytes in
            var headers = headers
            headers[.contentEncoding] = "gzip"
            return PreparedResponse(contentType: contentType, body: ByteBuffer(bytes: bytes), extraHeaders: headers)
        }
    }
}
