package import Domain
package import Outbound

/// The HTTP double for adapters: a closure that responds, nothing on the wire.
package struct StubFetcher: HTTPFetcher {
    package let response: @Sendable (OutboundRequest) throws(OutboundError) -> OutboundResponse

    package init(_ response: @escaping @Sendable (OutboundRequest) throws(OutboundError) -> OutboundResponse) {
        self.response = response
    }

    package func fetch(_ request: OutboundRequest) async throws(OutboundError) -> OutboundResponse {
        try response(request)
    }
}
