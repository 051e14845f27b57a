/// Something that goes wrong with an answer, on purpose.
package enum Fault: Hashable, Sendable {
    /// The status with a short text instead of the answer.
    case status(Int)
    /// The right answer, so many seconds late.
    case delay(seconds: Double)
    /// The request is read and never answered.
    case hang
    /// The head promises the whole body, half of it comes, and the connection closes.
    case truncatedBody
    /// A complete answer whose body is only the middle of the right one.
    case malformedBody
    /// An HTML page that wants a human in front of a browser, with this status: 403 or 200.
    case challengePage(status: Int)
    /// 403.
    case blocked
    /// 429, with the seconds to wait in `Retry-After` where given.
    case rateLimited(retryAfter: Int?)
    /// The answer of so many hours ago, under today's date.
    case staleData(hours: Int)
    /// The connection is reset (RST) instead of an answer.
    case connectionReset
}

/// As JSON: `{"kind": "status", "code": 503}`, `{"kind": "rate_limited", "retry_after": 30}`, `{"kind": "hang"}`.
extension Fault: Codable {
    private enum Kind: String, Codable {
        case status, delay, hang, blocked
        case truncatedBody = "truncated_body"
        case malformedBody = "malformed_body"
        case challengePage = "challenge_page"
        case rateLimited = "rate_limited"
        case staleData = "stale_data"
        case connectionReset = "connection_reset"
    }

    private enum CodingKeys: String, CodingKey { case kind, code, seconds, status, retryAfter = "retry_after", hours }

    package init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        switch try values.decode(Kind.self, forKey: .kind) {
        case .status: self = .status(try values.number(.code, 200...599))
        case .delay:
            let seconds = try values.decode(Double.self, forKey: .seconds)
            guard (0...86_400).contains(seconds) else { throw values.outOfRange(.seconds, "0 to 86400") }
            self = .delay(seconds: seconds)
        case .hang: self = .hang
        case .truncatedBody: self = .truncatedBody
        case .malformedBody: self = .malformedBody
        case .challengePage: self = .challengePage(status: try values.number(.status, 200...599, default: 403))
        case .blocked: self = .blocked
        case .rateLimited:
            self = .rateLimited(
                retryAfter: values.contains(.retryAfter) ? try values.number(.retryAfter, 0...86_400) : nil)
        case .staleData: self = .staleData(hours: try values.number(.hours, 1...100_000))
        case .connectionReset: self = .connectionReset
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: CodingKeys.self)
        switch self {
        case .status(let code):
            try values.encode(Kind.status, forKey: .kind)
            try values.encode(code, forKey: .code)
        case .delay(let seconds):
            try values.encode(Kind.delay, forKey: .kind)
            try values.encode(seconds, forKey: .seconds)
        case .hang: try values.encode(Kind.hang, forKey: .kind)
        case .truncatedBody: try values.encode(Kind.truncatedBody, forKey: .kind)
        case .malformedBody: try values.encode(Kind.malformedBody, forKey: .kind)
        case .challengePage(let status):
            try values.encode(Kind.challengePage, forKey: .kind)
            try values.encode(status, forKey: .status)
        case .blocked: try values.encode(Kind.blocked, forKey: .kind)
        case .rateLimited(let retryAfter):
            try values.encode(Kind.rateLimited, forKey: .kind)
            try values.encodeIfPresent(retryAfter, forKey: .retryAfter)
        case .staleData(let hours):
            try values.encode(Kind.staleData, forKey: .kind)
            try values.encode(hours, forKey: .hours)
        case .connectionReset: try values.encode(Kind.connectionReset, forKey: .kind)
        }
    }
}

extension KeyedDecodingContainer {
    /// A whole number within `range`; `usual` where the key is absent.
    fileprivate func number(_ key: Key, _ range: ClosedRange<Int>, default usual: Int? = nil) throws -> Int {
        if let usual, !contains(key) { return usual }
        let number = try decode(Int.self, forKey: key)
        guard range.contains(number) else { throw outOfRange(key, "\(range.lowerBound) to \(range.upperBound)") }
        return number
    }

    fileprivate func outOfRange(_ key: Key, _ allowed: String) -> DecodingError {
        .dataCorruptedError(forKey: key, in: self, debugDescription: "'\(key.stringValue)' goes from \(allowed)")
    }
}
