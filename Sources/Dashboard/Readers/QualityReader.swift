package import API
import Domain

/// The port for reading what the language model did and how analyses turned out. Two adapters: in process, and over
/// HTTP for `web`.
package struct QualityReader: Sendable {
    private let read: @Sendable () async throws(ReadModelFailure) -> ModelQualityResponse

    /// In process.
    package init(quality: @escaping @Sendable () async throws(ReadModelFailure) -> ModelQualityResponse) {
        read = quality
    }

    /// From the API, which decides by the token of the request whether it shows it.
    package init(fetch: @escaping RemoteMarketReader.Fetch) {
        let api = RemoteAPI(fetch: fetch)
        read = { () async throws(ReadModelFailure) in
            try await api.read("/v1/ai/quality", what: "quality of the analysis")
        }
    }

    func quality() async throws(ReadModelFailure) -> ModelQualityResponse { try await read() }
}
