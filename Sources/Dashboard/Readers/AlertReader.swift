package import API
import Domain

/// The port for reading price alerts. Two adapters: in process, and over HTTP for `web`.
package struct AlertReader: Sendable {
    private let read: @Sendable () async throws(ReadModelFailure) -> AlertListResponse

    /// In process.
    package init(alerts: @escaping @Sendable () async throws(ReadModelFailure) -> AlertListResponse) { read = alerts }

    /// From the API, which decides by the token of the request whether it shows them.
    package init(fetch: @escaping RemoteMarketReader.Fetch) {
        let api = RemoteAPI(fetch: fetch)
        read = { () async throws(ReadModelFailure) in try await api.read("/v1/alerts", what: "price alerts") }
    }

    func alerts() async throws(ReadModelFailure) -> AlertListResponse { try await read() }
}
