import Domain
import FoundationEssentials
import Outbound

/// Sends one request to a provider, and classifies what keeps it from a document: never retried, as the request may
/// have been served.
struct ModelExchange: Sendable {
    let client: PoliteClient
    /// What log lines call the server.
    let label: String
    /// The time allowed for the whole response: reasoning models take most of a minute.
    static let deadline = Duration.seconds(90)
    static let bodyLimit = 1 << 20

    /// The status and the body of a response, whatever the status.
    func send(_ url: String, body: String, headers: [(name: String, value: String)]) async
        -> Result<OutboundResponse, ModelFailure>
    {
        let request = OutboundRequest(
            url, method: .post(body: body, contentType: "application/json"), label: label, headers: headers,
            timeout: Self.deadline, bodyLimit: Self.bodyLimit)
        do {
            let response = try await client.sendWithoutStatusCheck(request)
            // Where a page is, the API is not; with another status, the status says more.
            let isPage = [200..<300, 400..<500].contains { $0.contains(response.status) } && response.isWebPage
            guard !isPage || [401, 429].contains(response.status) else {
                return .failure(ModelFailure(.webPage, "status \(response.status), an HTML page"))
            }
            return .success(response)
        } catch {
            return .failure(ModelFailure(Self.outcome(error), error.message.english.condensedLine(limit: 200)))
        }
    }

    private static func outcome(_ error: OutboundError) -> ModelOutcome {
        switch error {
        case .timeout: .timeout
        // Nothing was sent to a server that refuses the connection.
        case .disconnected(_, let detail): detail.contains("refused") ? .unreachable : .disconnected
        case .notResolved, .notConnected, .invalidAddress, .privateAddress, .tls: .unreachable
        case .redirectRefused: .redirected
        case .tooLarge: .tooLarge
        default: .malformed
        }
    }

    /// When the server may be asked again (`Retry-After`: seconds).
    static func retryAfter(_ response: OutboundResponse) -> Duration? {
        response.headers["retry-after"].flatMap { Int64($0.filter { $0 != " " }) }
            .flatMap { (0...604_800).contains($0) ? .seconds($0) : nil }
    }
}

extension ModelFailure {
    /// What a status means at every provider; the adapters know better where a body says more.
    /// - Parameter detail: what the provider said, quoted.
    init(status: Int, _ detail: String, retryAfter: Duration?) {
        let outcome: ModelOutcome =
            switch status {
            case 300..<400: .redirected
            case 401: .auth
            case 403: .forbidden
            case 404: .modelNotFound
            case 402: .quota
            case 429: .rateLimited
            case 400..<500: .invalidRequest
            case 500..<600: .serverError
            default: .malformed
            }
        self.init(outcome, "status \(status)\(detail.isEmpty ? "" : ": \(detail)")", retryAfter: retryAfter)
    }
}

/// A number of tokens from outside.
struct TokenCount: Decodable {
    let value: Int?

    init(from decoder: any Decoder) throws {
        let number = try? decoder.singleValueContainer().decode(Double.self)
        value = number.flatMap { (0...1e9).contains($0) ? Int($0) : nil }
    }
}
