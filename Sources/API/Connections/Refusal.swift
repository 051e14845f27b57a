import Domain
import FoundationEssentials
import HTTPTypes
import NIOCore
import NIOHTTP1

/// Why a request was refused before it was routed.
enum RefusalReason: String, CaseIterable {
    case malformed
    case host
    case headerTooLarge = "header_too_large"
    case bodyTooLarge = "body_too_large"
    case version
    case rateLimited = "rate_limited"
}

/// A response that an event loop sends instead of routing a request. Its body is encoded once, as many may be sent.
struct Refusal: Sendable {
    let reason: RefusalReason
    let status: HTTPResponseStatus
    /// The body before and after the trace id.
    private let parts: (String, String)

    private static let traceMark = String(repeating: "0", count: 32)

    private init(
        _ reason: RefusalReason, _ status: HTTPResponseStatus, code: String, title: String, detail: String
    ) {
        self.reason = reason
        self.status = status
        let problem = Problem(
            HTTPResponse.Status(code: Int(status.code)), code: code, title: title, detail: detail)
        let text = String(decoding: problem.body(traceID: Self.traceMark), as: UTF8.self)
        let pieces = text.split(separator: Self.traceMark, maxSplits: 1, omittingEmptySubsequences: false)
        parts = (String(pieces.first ?? ""), String(pieces.last ?? ""))
    }

    func body(_ trace: TraceContext) -> ByteBuffer { ByteBuffer(string: parts.0 + trace.traceID + parts.1) }

    static let malformed = Refusal(
        .malformed, .badRequest, code: "malformed-request", title: "Malformed request",
        detail: "the request is not valid HTTP/1.1 (RFC 9112)")
    static let host = Refusal(
        .host, .badRequest, code: "invalid-host", title: "Invalid Host header",
        detail: "send exactly one Host header with the name of the server (RFC 9112, 3.2)")
    static let target = Refusal(
        .malformed, .badRequest, code: "invalid-target", title: "Invalid request target",
        detail: "the request target must be a path that begins with /, or a complete URL")
    static let transferCoding = Refusal(
        .malformed, .notImplemented, code: "transfer-coding", title: "Transfer coding not implemented",
        detail: "send the body with Content-Length, or with the transfer coding chunked alone (RFC 9112, 6.1)")
    static let headerTooLarge = Refusal(
        .headerTooLarge, .requestHeaderFieldsTooLarge, code: "header-too-large", title: "Request header too large",
        detail: "send a shorter URL, and fewer or shorter header fields")
    static let bodyTooLarge = Refusal(
        .bodyTooLarge, .payloadTooLarge, code: "body-too-large", title: "Request body too large",
        detail: "send a smaller body")
    static let version = Refusal(
        .version, .httpVersionNotSupported, code: "http-version", title: "HTTP version not supported",
        detail: "use HTTP/1.1")
    static let rateLimited = Refusal(
        .rateLimited, .tooManyRequests, code: "rate-limited", title: "Too many requests",
        detail: "this client sends more requests than the server allows; retry after the time in Retry-After")

    /// The refusal for an error of the HTTP parser.
    static func of(_ error: HTTPParserError) -> Refusal {
        switch error {
        case .headerOverflow: .headerTooLarge
        case .invalidVersion: .version
        default: .malformed
        }
    }
}
