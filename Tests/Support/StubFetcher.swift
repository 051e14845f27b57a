package import Domain
package import Outbound

/// The HTTP double for adapters: a closure that answers, nothing on the wire.
package struct StubFetcher: HTTPFetcher {
    private let answer: @Sendable (OutboundRequest) throws(SourceFailure) -> OutboundAnswer

    package init(_ answer: @escaping @Sendable (OutboundRequest) throws(SourceFailure) -> OutboundAnswer) {
        self.answer = answer
    }

    package func fetch(_ request: OutboundRequest) async throws(SourceFailure) -> OutboundAnswer {
        try answer(request)
    }
}
