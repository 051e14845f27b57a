import Domain
import Outbound

/// Sends the requests of one venue within its budget, and names what its refusals mean.
struct VenueClient: Sendable {
    let source: SourceName
    let budget: RequestBudget
    private let baseURL: String
    private let fetcher: any HTTPFetcher

    /// - Parameter baseURL: with or without a trailing slash.
    init(_ source: SourceName, at baseURL: String, budget: RequestBudget, fetcher: any HTTPFetcher) {
        self.source = source
        self.budget = budget
        self.baseURL = trimmed(baseURL)
        self.fetcher = fetcher
    }

    /// - Parameter path: with the query, below the base URL.
    func get(_ path: String, headers: [(name: String, value: String)] = []) async throws(SourceFailure)
        -> OutboundResponse
    {
        var request = OutboundRequest(baseURL + path, headers: headers)
        request.budget = budget
        do {
            return try await fetcher.fetch(request, for: source)
        } catch {
            guard case .request(.status(let code, let excerpt, nil)) = error.reason, Self.isFinal(code) else {
                var error = error
                if error.kind == .rateLimited, (error.retryAfter ?? .zero) <= .zero {
                    error.documentedPause = budget.pause
                }
                throw error
            }
            throw SourceFailure(source, .requestRefused(status: code, excerpt: excerpt))
        }
    }

    /// Whether a status says that the same request will never be accepted.
    private static func isFinal(_ status: Int) -> Bool { [400, 404, 410, 422].contains(status) }
}
