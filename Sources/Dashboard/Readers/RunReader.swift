import API
package import Domain

/// The port for reading the collection runs. Two adapters: in process, and over HTTP for `web`.
package struct RunReader: Sendable {
    private let read: @Sendable (Int, OperationsAccess) async throws(ReadModelFailure) -> RunPage

    /// In process.
    package init(_ runs: any RunLog, simulated: Bool) {
        read = { limit, access async throws(ReadModelFailure) in
            try await RunPage(of: runs, limit: limit, after: nil, simulated: simulated).visible(to: access)
        }
    }

    /// From the API, which decides by the token of the request what it shows.
    package init(fetch: @escaping RemoteMarketReader.Fetch) {
        let api = RemoteAPI(fetch: fetch)
        read = { limit, _ async throws(ReadModelFailure) in
            try await api.read("/v1/runs", [("limit", "\(limit)")], what: "runs")
        }
    }

    func runs(limit: Int, for access: OperationsAccess) async throws(ReadModelFailure) -> RunPage {
        try await read(limit, access)
    }
}
