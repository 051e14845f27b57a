package import Domain

/// `GET /v1/status`, as far as pages show it.
package struct SourcesResponse: Decodable, Sendable {
    package struct Source: Decodable, Sendable {
        package let source: SourceName
        package let part: SourceReport.Part
        /// When it was last asked.
        package let asked: Timestamp
        package let error: SourceReport.Failure?
        /// Its newest response with data.
        package let lastAnswer: Timestamp?
        package let nextAttempt: SourceReport.NextAttempt?
        /// `nil` for price sources.
        package let feed: FeedHealth?
        /// The share of the hours of the last 30 days that it supplied, 0 to 1; `nil` for feeds.
        package let share: Double?
        /// `nil` where none is recorded.
        package let lastFailure: LastFailure?

        package struct LastFailure: Decodable, Sendable {
            package let at: Timestamp
            package let kind: ErrorKind
            /// `nil` until it responded again.
            package let recovered: Timestamp?
        }

        enum CodingKeys: String, CodingKey {
            case source, part, asked, error, lastAnswer = "last_answer", nextAttempt = "next_attempt", feed, share
            case lastFailure = "last_failure"
        }
    }

    package struct Freshness: Decodable, Sendable {
        package let asOf: Timestamp
        package let fresh: Bool

        enum CodingKeys: String, CodingKey { case asOf = "as_of", fresh }
    }

    package struct Service: Decodable, Sendable {
        package let unit: String
        package let state: String
        package let restarts: Int
        package let since: Timestamp?
    }

    package struct StoredInterval: Decodable, Sendable {
        package let interval: Interval
        package let first: Timestamp
        package let last: Timestamp
        package let stored: Int
        package let owed: Int
        package let absent: Int
    }

    package struct Problem: Decodable, Sendable {
        package let cause: Cause?
        /// In English.
        package let detail: String
    }

    package let asOf: Timestamp
    package let simulated: Bool
    /// `nil` where they are withheld from the reader.
    package let sources: [Source]?
    package let healthy: Bool?
    package let version: String?
    package let price: Freshness?
    package let news: Freshness?
    /// `nil` where they are withheld, or systemd did not respond.
    package let services: [Service]?
    package let intervals: [StoredInterval]?
    package let problems: [Problem]?

    enum CodingKeys: String, CodingKey {
        case asOf = "as_of", simulated, sources, healthy, version, price, news, services, intervals, problems
    }
}
