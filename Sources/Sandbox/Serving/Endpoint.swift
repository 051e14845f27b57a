package import Domain

/// The simulated services, each with its own faults. The raw value is the path prefix.
package enum Endpoint: RawRepresentable, CaseIterable, Hashable, Sendable, Codable {
    case venue(Venue)
    case witness(Witness)
    case englishFeed, frenchFeed, googleFeed, articles, gemini, openai, push, replay

    /// All endpoints: the venues, the witnesses, the feeds, the articles, the models, the push service and the replay.
    package static let allCases: [Endpoint] =
        Venue.allCases.map(Endpoint.venue) + Witness.allCases.map(Endpoint.witness)
        + [.englishFeed, .frenchFeed, .googleFeed, .articles, .gemini, .openai, .push, .replay]

    /// Whether it is asked by POST: a language model, or the push service.
    var takesPosts: Bool { [.gemini, .openai, .push].contains(self) }

    /// The path prefix, without slashes at its ends.
    package var rawValue: String {
        switch self {
        case .venue(let venue): venue.rawValue
        case .witness(let witness): witness.rawValue
        case .englishFeed: "feeds/en.xml"
        case .frenchFeed: "feeds/fr.xml"
        case .googleFeed: "feeds/google-en.xml"
        case .articles: "articles"
        case .gemini: "gemini"
        case .openai: "openai"
        case .push: "push"
        case .replay: "replay"
        }
    }

    /// `nil` for a prefix without an endpoint.
    package init?(rawValue: String) {
        guard let endpoint = Self.allCases.first(where: { $0.rawValue == rawValue }) else { return nil }
        self = endpoint
    }

    /// The endpoint of `path`, and the path below it without a trailing slash; `nil` when there is none.
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
