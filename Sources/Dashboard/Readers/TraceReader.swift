import API
package import Domain

/// The port for reading what records and logs say about a trace. Two adapters: in process, and over HTTP for `web`.
package struct TraceReader: Sendable {
    private let read: @Sendable (String, Language, OperationsAccess) async throws(ReadModelFailure) -> TimelinePage

    /// The most entries of a trace that a page shows.
    static let limit = 200

    /// In process.
    package init(_ timeline: any TimelineReader, simulated: Bool) {
        read = { trace, language, access async throws(ReadModelFailure) in
            let query = TimelineQuery(trace: trace, language: language)
            let found: [TimelineEntry]
            do { found = try await timeline.newest(query, limit: Self.limit + 1) } catch {
                throw .unavailable(detail: "cannot read the timeline: \(error)")
            }
            return TimelinePage(found, limit: Self.limit, query: query, simulated: simulated).visible(to: access)
        }
    }

    /// From the API, which decides by the token of the request what it shows.
    package init(fetch: @escaping RemoteMarketReader.Fetch) {
        let api = RemoteAPI(fetch: fetch)
        read = { trace, language, _ async throws(ReadModelFailure) in
            try await api.read(
                "/v1/timeline", [("trace", trace), ("limit", "\(Self.limit)"), ("lang", language.rawValue)],
                what: "timeline")
        }
    }

    /// The newest entries of a trace, newest first.
    func entries(
        of trace: String, in language: Language, for access: OperationsAccess
    ) async throws(ReadModelFailure) -> TimelinePage {
        try await read(trace, language, access)
    }
}
