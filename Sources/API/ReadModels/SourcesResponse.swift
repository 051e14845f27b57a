package import Domain

/// The sources of `GET /v1/status`.
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

        enum CodingKeys: String, CodingKey {
            case source, part, asked, error, lastAnswer = "last_answer", nextAttempt = "next_attempt", feed
        }
    }

    package let asOf: Timestamp
    package let simulated: Bool
    /// `nil` where they are withheld from the reader.
    package let sources: [Source]?

    enum CodingKeys: String, CodingKey { case asOf = "as_of", simulated, sources }
}
