import Domain
import FoundationEssentials

/// The web app manifest, with which the page can be installed (https://www.w3.org/TR/appmanifest/).
struct WebManifest: Encodable {
    private struct Icon: Encodable {
        let src: String
        let sizes: String
        let type = "image/png"
        let purpose = "any maskable"

        enum CodingKeys: CodingKey { case src, sizes, type, purpose }
    }

    private let name = "Bitcoin Analyzer"
    private let shortName = "Bitcoin"
    private let startURL = "/"
    private let scope = "/"
    private let display = "standalone"
    private let backgroundColor = "#111317"
    private let themeColor = "#111317"
    private let icons: [Icon]

    /// - Parameter icons: square, by their size in pixels.
    init(icons: [(size: Int, address: String)]) {
        self.icons = icons.map { Icon(src: $0.address, sizes: "\($0.size)x\($0.size)") }
    }

    func json() throws -> [UInt8] { Array(try JSONEncoder.compact.encode(self)) }

    enum CodingKeys: String, CodingKey {
        case name, shortName = "short_name", startURL = "start_url", scope, display
        case backgroundColor = "background_color", themeColor = "theme_color", icons
    }
}
