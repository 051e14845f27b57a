import Domain
import NIOHTTP1
import Outbound

/// The HTTP client of these tests as the adapters want it: one attempt, over a new connection.
struct DirectFetcher: HTTPFetcher {
    func fetch(_ request: OutboundRequest) async throws(OutboundError) -> OutboundResponse {
        do {
            let response = try await ask(request.url, headers: .init(request.headers.map { ($0.name, $0.value) }))
            let headers = Dictionary(response.headers.map { ($0.name.lowercased(), $0.value) }) { $1 }
            guard [200, 304].contains(response.status) else {
                throw OutboundError.status(response.status, excerpt: response.text)
            }
            return OutboundResponse(status: response.status, headers: headers, body: response.body)
        } catch {
            throw error as? OutboundError ?? .notConnected(host: request.host, detail: "\(error)")
        }
    }
}
