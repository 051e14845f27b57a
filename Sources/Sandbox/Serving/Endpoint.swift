/// The parts of the world that answer, and can be made to fail, one by one. The raw value is the path it lies under.
package enum Endpoint: String, CaseIterable, Sendable, Codable {
    case coinbase, kraken, bitstamp, binance, coinalyze
    case englishFeed = "feeds/en.xml"
    case frenchFeed = "feeds/fr.xml"
    case googleFeed = "feeds/google-en.xml"
    case articles, replay

    package init(_ venue: SimulatedVenue) {
        self =
            switch venue {
            case .coinbase: .coinbase
            case .kraken: .kraken
            case .bitstamp: .bitstamp
            case .binance: .binance
            case .coinalyze: .coinalyze
            }
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
