package import Domain

/// One HTTP request and its response: what an adapter needs of HTTP, and no more.
package protocol HTTPFetcher: Sendable {
    /// - Returns: a response with status 2xx or 304, its body complete and within ``OutboundRequest/bodyLimit``.
    /// - Throws: ``Domain/OutboundError``.
    func fetch(_ request: OutboundRequest) async throws(OutboundError) -> OutboundResponse
}

extension HTTPFetcher {
    /// The same on behalf of a source, which a failure and the log lines name.
    package func fetch(_ request: OutboundRequest, for source: SourceName) async throws(SourceFailure)
        -> OutboundResponse
    {
        var request = request
        request.label = source.rawValue
        do {
            return try await fetch(request)
        } catch {
            throw SourceFailure(source, error)
        }
    }
}
