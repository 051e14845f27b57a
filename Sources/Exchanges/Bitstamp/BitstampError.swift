import Domain
import FoundationEssentials

/// `{"status": "error", "reason": "Request rejected due to exceeded rate limit", "response_code": "400.002"}`, with a
/// status of 4xx, or in the place of data.
///
/// Source: https://www.bitstamp.net/api/#section/Error-codes
struct BitstampError: Decodable {
    let code: String
    let reason: String

    private enum CodingKeys: String, CodingKey { case code, responseCode = "response_code", reason }

    init(from decoder: any Decoder) throws {
        let object = try decoder.container(keyedBy: CodingKeys.self)
        code =
            try object.decodeIfPresent(String.self, forKey: .responseCode) ?? object.decode(String.self, forKey: .code)
        reason = try object.decodeIfPresent(String.self, forKey: .reason) ?? ""
    }

    /// A failure of the request with what its body says: too many requests may come with status 400.
    static func failure(_ failure: SourceFailure, pause: Duration) -> SourceFailure {
        let excerpt: String
        switch failure.reason {
        case .requestRefused(_, let text), .request(.status(_, excerpt: let text, retryAfter: nil)): excerpt = text
        default: return failure
        }
        guard let error = try? JSONDecoder().decode(BitstampError.self, from: Data(excerpt.utf8)), error.isRateLimit
        else {
            return failure
        }
        return error.failure(of: failure.source, pause: pause)
    }

    func failure(of source: SourceName, pause: Duration) -> SourceFailure {
        let text = "\(code) \(reason)".condensedLine(limit: 200)
        guard isRateLimit else { return SourceFailure(source, .reported(.unexpectedShape, text: text)) }
        var failure = SourceFailure(source, .reported(.rateLimited, text: text))
        failure.documentedPause = pause
        return failure
    }

    /// The codes of the limits for all requests, for one client and for one market.
    private var isRateLimit: Bool { ["400.002", "400.067", "400.068"].contains(code) }
}
