/// A fault injected into a response.
package enum Fault: Hashable, Sendable {
    /// This status with a short text.
    case status(Int)
    /// The regular response after a delay.
    case delay(seconds: Double)
    /// No response at all.
    case hang
    /// A complete `Content-Length`, half of the body, then the connection closes.
    case truncatedBody
    /// A complete response with only the middle of the regular body.
    case malformedBody
    /// An HTML page of a bot check, with this status: 403 or 200.
    case challengePage(status: Int)
    /// A page that asks for a user and a password, with status 200.
    case loginPage
    /// A page that announces maintenance, with status 200.
    case maintenancePage
    /// 403.
    case blocked
    /// 429, with `Retry-After` in seconds where given.
    case rateLimited(retryAfter: Int?)
    /// 418 with `Retry-After`, and the same for every request until its end: see ``AccessRules``.
    case banned(seconds: Int)
    /// 429 for the requests beyond so many in one second: see ``AccessRules``.
    case budget(perSecond: Int)
    /// The response of so many hours ago, with today's date.
    case staleData(hours: Int)
    /// The response of so many seconds ago, with today's date, and an `Age` header where the cache has one.
    case cached(seconds: Int, showsAge: Bool)
    /// A connection reset (RST) instead of a response.
    case connectionReset
    /// Wrong rows, for a venue.
    case data(DataFault)
    /// What a language model does wrong.
    case model(ModelFault)
}

/// As JSON: `{"kind": "status", "code": 503}`, `{"kind": "rate_limited", "retry_after": 30}`, `{"kind": "hang"}`.
extension Fault: Codable {
    private enum Kind: String, Codable {
        case status, delay, hang, blocked, banned, budget, cached
        case loginPage = "login_page"
        case maintenancePage = "maintenance_page"
        case truncatedBody = "truncated_body"
        case malformedBody = "malformed_body"
        case challengePage = "challenge_page"
        case rateLimited = "rate_limited"
        case staleData = "stale_data"
        case connectionReset = "connection_reset"
    }

    enum CodingKeys: String, CodingKey {
        case kind, code, seconds, status, retryAfter = "retry_after", hours, perSecond = "per_second",
            showsAge = "shows_age"
        case percent, every, value, factor, time
    }

    /// Throws `DecodingError` for an unknown kind or a value out of range.
    package init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        if let kind = try? values.decode(DataFault.Kind.self, forKey: .kind) {
            self = .data(try DataFault(kind, from: values))
            return
        }
        if let fault = try? values.decode(ModelFault.self, forKey: .kind) {
            self = .model(fault)
            return
        }
        switch try values.decode(Kind.self, forKey: .kind) {
        case .status: self = .status(try values.number(.code, 200...599))
        case .delay: self = .delay(seconds: try values.decimal(.seconds, 0...86_400))
        case .hang: self = .hang
        case .truncatedBody: self = .truncatedBody
        case .malformedBody: self = .malformedBody
        case .challengePage: self = .challengePage(status: try values.number(.status, 200...599, default: 403))
        case .loginPage: self = .loginPage
        case .maintenancePage: self = .maintenancePage
        case .blocked: self = .blocked
        case .rateLimited:
            self = .rateLimited(
                retryAfter: values.contains(.retryAfter) ? try values.number(.retryAfter, 0...86_400) : nil)
        case .banned: self = .banned(seconds: try values.number(.seconds, 1...259_200))
        case .budget: self = .budget(perSecond: try values.number(.perSecond, 1...1000))
        case .staleData: self = .staleData(hours: try values.number(.hours, 1...100_000))
        case .cached:
            self = .cached(
                seconds: try values.number(.seconds, 1...86_400),
                showsAge: try values.decodeIfPresent(Bool.self, forKey: .showsAge) ?? false)
        case .connectionReset: self = .connectionReset
        }
    }

    /// Encodes the form above.
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
        case .loginPage: try values.encode(Kind.loginPage, forKey: .kind)
        case .maintenancePage: try values.encode(Kind.maintenancePage, forKey: .kind)
        case .blocked: try values.encode(Kind.blocked, forKey: .kind)
        case .rateLimited(let retryAfter):
            try values.encode(Kind.rateLimited, forKey: .kind)
            try values.encodeIfPresent(retryAfter, forKey: .retryAfter)
        case .banned(let seconds):
            try values.encode(Kind.banned, forKey: .kind)
            try values.encode(seconds, forKey: .seconds)
        case .budget(let perSecond):
            try values.encode(Kind.budget, forKey: .kind)
            try values.encode(perSecond, forKey: .perSecond)
        case .staleData(let hours):
            try values.encode(Kind.staleData, forKey: .kind)
            try values.encode(hours, forKey: .hours)
        case .cached(let seconds, let showsAge):
            try values.encode(Kind.cached, forKey: .kind)
            try values.encode(seconds, forKey: .seconds)
            try values.encode(showsAge, forKey: .showsAge)
        case .connectionReset: try values.encode(Kind.connectionReset, forKey: .kind)
        case .data(let fault): try fault.encode(to: &values)
        case .model(let fault): try values.encode(fault, forKey: .kind)
        }
    }
}

extension KeyedDecodingContainer {
    /// An integer within `range`; `defaultValue` where the key is absent.
    func number(_ key: Key, _ range: ClosedRange<Int>, default defaultValue: Int? = nil) throws -> Int {
        if let defaultValue, !contains(key) { return defaultValue }
        let number = try decode(Int.self, forKey: key)
        guard range.contains(number) else { throw outOfRange(key, "\(range.lowerBound) to \(range.upperBound)") }
        return number
    }

    func decimal(_ key: Key, _ range: ClosedRange<Double>) throws -> Double {
        let number = try decode(Double.self, forKey: key)
        guard range.contains(number) else { throw outOfRange(key, "\(range.lowerBound) to \(range.upperBound)") }
        return number
    }

    func outOfRange(_ key: Key, _ allowed: String) -> DecodingError {
        .dataCorruptedError(forKey: key, in: self, debugDescription: "'\(key.stringValue)' must be \(allowed)")
    }
}
