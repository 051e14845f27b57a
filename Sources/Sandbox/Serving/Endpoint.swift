package import Domain

/// The parts of the simulated world that respond, and can be made to fail, one by one. The raw value is the path that
/// each is under.
package enum Endpoint: RawRepresentable, CaseIterable, Hashable, Sendable, Codable {
    case venue(Venue)
    case englishFeed, frenchFeed, googleFeed, articles, replay

    package static let allCases: [Endpoint] =
        Venue.allCases.map(Endpoint.venue) + [.englishFeed, .frenchFeed, .googleFeed, .articles, .replay]

    package var rawValue: String {
        switch self {
        case .venue(let venue): venue.rawValue
        case .englishFeed: "feeds/en.xml"
        case .frenchFeed: "feeds/fr.xml"
        case .googleFeed: "feeds/google-en.xml"
        case .articles: "articles"
        case .replay: "replay"
        }
    }

    package init?(rawValue: String) {
        guard let endpoint = Self.allCases.first(where: { $0.rawValue == rawValue }) else { return nil }
        self = endpoint
    }

    /// The endpoint that serves `path`, and the path below it without a slash at its end; `nil` when there is none.
    static func serving(_ path: String) -> (endpoint: Endpoint, below: String)? {
        for endpoint in allCases {
            let root = "/" + endpoint.rawValue
            guard path == root || path.hasPrefix(root + "/") else { continue }
            var below = path.dropFirst(root.count)
            while below.last == "/" { below.removeLast() }
            return (endpoint, String(below))
        }
        return nil
    }
}
