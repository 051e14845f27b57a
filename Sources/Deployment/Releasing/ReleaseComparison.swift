import Domain
import FoundationEssentials

/// The old and the new release, asked the same. Pure.
package enum ReleaseComparison {
    /// What is compared by value, whatever else a release changes: facts that were collected. Paths of the API.
    static let facts = ["/v1/price", "/v1/candles", "/v1/news", "/latest-price", "/price-history", "/latest-news"]
    /// Pages of the dashboard.
    static let pages = ["/", "/?lang=fr", "/sources", "/incidents"]

    /// The routes of an OpenAPI description that can be asked without knowing more: GET, no path parameter, no stream.
    static func routes(_ description: [UInt8]) -> [String] {
        guard let tree = try? JSONDecoder().decode(JSONValue.self, from: Data(description)),
            case .object(let paths)? = tree["paths"]
        else { return [] }
        return paths.filter { $0.value["get"] != nil && !$0.key.contains("{") && $0.key != "/v1/events" }.keys.sorted()
    }

    /// What is wrong with a response of the new release; `nil` for nothing.
    static func fault(
        _ path: String, old: ReleaseHost.Response, new: ReleaseHost.Response?, comparingFacts: Bool
    ) -> Phrase? {
        guard let new else {
            return Phrase("\(path) gives no response", fr: "\(path) ne donne pas de réponse")
        }
        guard new.status == old.status else {
            return Phrase(
                "\(path) responds with \(new.status), where the installed release responds with \(old.status)",
                fr: "\(path) répond \(new.status), et la version installée \(old.status)")
        }
        guard let mine = try? JSONDecoder().decode(JSONValue.self, from: Data(old.body)) else {
            // A page or a text: cut to a third of it, something is missing.
            return new.body.count * 3 >= old.body.count
                ? nil
                : Phrase(
                    "\(path) has \(new.body.count) bytes instead of \(old.body.count)",
                    fr: "\(path) fait \(new.body.count) octets au lieu de \(old.body.count)")
        }
        guard let theirs = try? JSONDecoder().decode(JSONValue.self, from: Data(new.body)) else {
            return Phrase("\(path) is not JSON any more", fr: "\(path) n’est plus du JSON")
        }
        // The description of an API names its own fields.
        if path == "/openapi.json" { return nil }
        if let loss = mine.loss(in: theirs) {
            return Phrase("\(path): \(loss)", fr: "\(path)\u{A0}: \(loss)")
        }
        guard comparingFacts, facts.contains(path), let change = mine.difference(from: theirs) else { return nil }
        return Phrase("\(path): \(change)", fr: "\(path)\u{A0}: \(change)")
    }

    /// The lower quartile: what the work takes, without what else the machine did meanwhile.
    static func typical(_ times: [Duration]) -> Duration? {
        times.isEmpty ? nil : times.sorted()[times.count / 4]
    }

    /// Whether the new release is much slower: twice as slow, and by more than a millisecond.
    static func isSlower(_ new: Duration, than old: Duration) -> Bool { new > old * 2 && new - old > .milliseconds(1) }

    /// Whether it needs much more memory, in bytes.
    static func isLarger(_ new: Int, than old: Int) -> Bool { new > old &* 2 &+ 64 << 20 }
}

extension Duration {
    /// For a duration under a second: `3.4 ms`.
    var inMilliseconds: Phrase {
        let tenths = (self / .microseconds(100)).rounded()
        let number = "\(Int(tenths) / 10).\(Int(tenths) % 10)"
        return Phrase("\(number) ms", fr: "\(number.replacing(".", with: ",")) ms")
    }
}

/// Memory over time: whether it keeps growing. Pure.
struct MemoryTrend: Sendable {
    private var samples: [(time: Duration, bytes: Int)] = []

    /// Bytes a minute, sustained for a minute after the first twenty seconds, are a leak: caches fill faster, and end.
    static let leak = 20 << 20
    static let warmUp: Duration = .seconds(20)
    static let window: Duration = .seconds(60)

    mutating func add(_ bytes: Int, at time: Duration) { samples.append((time, bytes)) }

    /// Bytes a minute, when it has grown in each quarter of the window by at least its share.
    var leakRate: Int? {
        guard let last = samples.last, last.time >= Self.warmUp + Self.window else { return nil }
        let start = last.time - Self.window
        let marks = (0...4).map { start + Self.window / 4 * $0 }
        let values = marks.compactMap { mark in samples.last { $0.time <= mark }?.bytes }
        guard values.count == 5 else { return nil }
        let steps = zip(values.dropFirst(), values).map { $0 - $1 }
        guard steps.allSatisfy({ $0 > Self.leak / 8 }), values[4] - values[0] > Self.leak else { return nil }
        return values[4] - values[0]
    }
}
