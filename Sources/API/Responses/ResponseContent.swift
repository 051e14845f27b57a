import Domain
import FoundationEssentials
import HTTPTypes
import Hummingbird
import Logging

/// A value to be encoded as a JSON response, with its headers.
struct ResponseContent<T: Encodable> {
    let value: T
    /// The address of the next page.
    let next: String?
    /// The language of the value, where it depends on one.
    let language: Language?
    let validUntil: Timestamp?

    init(_ value: T, next: String? = nil, language: Language? = nil, validUntil: Timestamp? = nil) {
        self.value = value
        self.next = next
        self.language = language
        self.validUntil = validUntil
    }

    func prepared() throws -> PreparedResponse {
        var headers: HTTPFields = [:]
        // RFC 8288.
        if let next { headers[.link] = "<\(next)>; rel=\"next\"" }
        if let language {
            headers[.contentLanguage] = language.rawValue
            headers[.vary] = "Accept-Language"
        }
        return PreparedResponse(
            contentType: "application/json", body: ByteBuffer(bytes: try JSONEncoder.compact.encode(value)),
            extraHeaders: headers,
            validUntil: validUntil)
    }
}

extension ResponseCache {
    /// Responds with the prepared response to the same request target, or with what `read` returns.
    /// - Parameters:
    ///   - language: the language that the response depends on, if it does.
    ///   - access: the access that the response depends on, if it does.
    func respond<T: Encodable & Sendable>(
        to request: Request, _ context: APIRequestContext, in language: Language? = nil,
        for access: OperationsAccess? = nil, _ read: @escaping @Sendable () async throws -> ResponseContent<T>
    ) async throws -> Response {
        do {
            let key = ResponseKey(request.uri.string, in: language, for: access)
            return try await response(for: key, route: context.routeTemplate) {
                try (await read()).prepared()
            }.response(to: request)
        } catch let failure as ReadModelFailure {
            throw Problem(failure, logger: context.logger)
        }
    }
}

extension Problem {
    /// The problem that a client sees; the detail goes to the log.
    init(_ failure: ReadModelFailure, logger: Logger) {
        switch failure {
        case .empty(let what):
            self = .noData(
                "no \(what) has been collected yet; run 'bitcoin-analyzer collect' or wait for the next collection")
        case .unavailable(let detail, let kind):
            logger.error("\(detail)")
            self = kind.map(Problem.database) ?? .unavailable
        }
    }
}
