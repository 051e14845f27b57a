package import Domain
package import Outbound

/// The HTTP double for adapters: a closure that answers, nothing on the wire.
package struct StubFetcher: HTTPFetcher {
    private let answer: @Sendable (OutboundRequest) throws(SourceFailure) -> OutboundResponse

    package init(_ answer: @escaping @Sendable (OutboundRequest) throws(SourceFailure) -> OutboundResponse) {
        self.answer = answer
    }

    package func fetch(_ request: OutboundRequest) async throws(SourceFailure) -> OutboundResponse {
        try answer(request)
    }
}
