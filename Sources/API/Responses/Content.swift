import Domain
import FoundationEssentials
import HTTPTypes
import Hummingbird
import Logging

/// A value on its way to becoming an answer.
struct Content<T: Encodable> {
    let value: T
    let next: String?
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
    /// Answers a request with what was prepared for its very words, or with what `read` gives.
    /// - Parameters:
    ///   - language: the language that the answer depends on, if it does.
    ///   - route: the route's template, where that is not the path itself.
    func respond<T: Encodable & Sendable>(
        to request: Request, _ context: AnalyzerContext, in language: Language? = nil, route: String? = nil,
        _ read: () async throws -> Content<T>
    ) async throws -> Response {
        do {
            return try await answer(for: ResponseKey(request.uri.string, in: language), route: route) {
                try (await read()).prepared()
            }.response(to: request)
        } catch let failure as ReadModelFailure {
            throw Problem(failure, logger: context.logger)
        }
    }
}

extension Problem {
    /// What a reading's failure is to a client; the operator's part of it goes to the log.
    init(_ failure: ReadModelFailure, logger: Logger) {
        switch failure {
        case .empty(let what):
            self = .noData("there is no \(what) yet: run 'bitcoin-analyzer collect', or wait for the next collection")
        case .unavailable(let detail):
            logger.error("\(detail)")
            self = .unavailable
        }
    }
}
