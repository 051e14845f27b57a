package import API
import Domain
import FoundationEssentials

/// The port for reading the status. Two adapters: in process, and over HTTP for `web`.
package struct StatusReader: Sendable {
    private let read: @Sendable (OperationsAccess) async throws(ReadModelFailure) -> SourcesResponse

    /// In process.
    /// - Parameter status: what `GET /v1/status` returns for an access, as JSON.
    package init(status: @escaping @Sendable (OperationsAccess) async throws -> [UInt8]) {
        read = { access async throws(ReadModelFailure) in
            do {
                return try JSONDecoder().decode(SourcesResponse.self, from: Data(try await status(access)))
            } catch {
                throw .unavailable(detail: "the status cannot be read: \(error)")
            }
        }
    }

    /// From the API, which decides by the token of the request what it shows.
    package init(fetch: @escaping RemoteMarketReader.Fetch) {
        let api = RemoteAPI(fetch: fetch)
        read = { _ async throws(ReadModelFailure) in try await api.read("/v1/status", what: "status") }
    }

    func sources(for access: OperationsAccess) async throws(ReadModelFailure) -> SourcesResponse {
        try await read(access)
    }
}
