import Domain
import FoundationEssentials

/// `["error", 10020, "limit: invalid"]`, with status 500 or 200, or `{"error": "ERR_RATE_LIMIT"}`, with 429 or 200.
struct BitfinexError: Decodable {
    let code: Int?
    let text: String

    private enum CodingKeys: CodingKey { case error }

    init(from decoder: any Decoder) throws {
        if let object = try? decoder.container(keyedBy: CodingKeys.self) {
            code = nil
            text = try object.decode(String.self, forKey: .error)
            return
        }
        var cells = try decoder.unkeyedContainer()
        guard try cells.decode(String.self) == "error" else {
            throw DecodingError.dataCorruptedError(in: cells, debugDescription: "not an error")
        }
        code = try cells.decode(Int.self)
        text = try cells.decode(String.self)
    }

    /// A failure of the request with what its body says.
    /// - Parameter pause: how long an address is blocked, where the response does not say it.
    static func failure(_ failure: SourceFailure, pause: Duration) -> SourceFailure {
        guard case .request(.status(_, let excerpt, let wait)) = failure.reason,
            let error = try? JSONDecoder().decode(BitfinexError.self, from: Data(excerpt.utf8))
        else { return failure }
        // An error without a known meaning has the one of its status.
        guard let kind = error.kind else { return failure }
        return error.failure(kind, of: failure.source, retryAfter: wait, pause: pause)
    }

    /// - Parameter pause: how long an address is blocked.
    func failure(of source: SourceName, pause: Duration) -> SourceFailure {
        let kind = kind ?? .httpStatus
        return failure(kind, of: source, retryAfter: nil, pause: pause)
    }

    private func failure(_ kind: ErrorKind, of source: SourceName, retryAfter: Duration?, pause: Duration)
        -> SourceFailure
    {
        let shown = (code.map { "\($0) " } ?? "") + text
        var failure = SourceFailure(
            source, .reported(kind, text: shown.condensedLine(limit: 200), retryAfter: retryAfter))
        if kind == .rateLimited { failure.documentedPause = pause }
        return failure
    }

    /// `nil` for a code without a documented meaning.
    private var kind: ErrorKind? {
        switch code {
        case 11010: .rateLimited
        case 20060: .maintenance
        // "invalid" parameters: the request is not supported (any more).
        case 10001, 10020: .unexpectedShape
        default: text == "ERR_RATE_LIMIT" ? .rateLimited : nil
        }
    }
}
