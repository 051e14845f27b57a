package import API
package import Domain

/// Reads incidents from the API's routes, for `web`.
package struct RemoteIncidentReader: IncidentReader {
    private let api: RemoteAPI

    package init(fetch: @escaping RemoteMarketReader.Fetch) {
        api = RemoteAPI(fetch: fetch)
    }

    package func incidents(matching query: IncidentQuery, limit: Int, in language: Language)
        async throws(ReadModelFailure) -> IncidentPage
    {
        try await api.read(
            "/v1/incidents",
            [
                ("limit", "\(limit)"), ("state", query.state?.rawValue), ("cause", query.cause?.rawValue),
                ("parent", query.parent?.rawValue),
                ("since", query.since?.rfc3339), ("before", query.before.map { Cursor.incidents(before: $0).text }),
                ("lang", language.rawValue),
            ], what: "incidents")
    }

    package func incident(_ id: IncidentID, in language: Language) async throws(ReadModelFailure) -> IncidentResponse? {
        try await api.readIfAny(
            "/v1/incidents/\(id.rawValue.percentEncoded)", [("lang", language.rawValue)], what: "incident")
    }

    package func register(since: Timestamp?) async throws(ReadModelFailure) -> IncidentRegister {
        try await api.read("/v1/incidents/register", [("since", since?.rfc3339)], what: "register")
    }
}
