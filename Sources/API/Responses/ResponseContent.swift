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
        prepared(ByteBuffer(bytes: try JSONEncoder.compact.encode(value)), as: nil)
    }

    /// - Parameter format: of a collection, which `Accept` may choose; `nil` for what is JSON only.
    private func prepared(_ body: ByteBuffer, as format: ResponseFormat?) -> PreparedResponse {
        var headers: HTTPFields = [:]
        // RFC 8288. The next page has the format of this one.
        if let next { headers[.link] = "<\(next)\(format == .csv ? "&format=csv" : "")>; rel=\"next\"" }
        if let language { headers[.contentLanguage] = language.rawValue }
        let varying = [format == nil ? nil : "Accept", language == nil ? nil : "Accept-Language"].compactMap(\.self)
        if !varying.isEmpty { headers[.vary] = varying.joined(separator: ", ") }
        return PreparedResponse(
            contentType: format == .csv ? "text/csv; charset=utf-8" : "application/json", body: body,
            extraHeaders: headers, validUntil: validUntil)
    }
}

extension ResponseContent where T: CollectionPage {
    func prepared(as format: ResponseFormat) throws -> PreparedResponse {
        switch format {
        case .json: prepared(ByteBuffer(bytes: try JSONEncoder.compact.encode(value)), as: .json)
        case .csv: prepared(ByteBuffer(string: try CSVTable.text(value.items, of: value.columnSchema)), as: .csv)
        }
    }
}

extension ResponseCache {
    /// Responds with the prepared response to the same request target, or with what `read` returns.
    /// - Parameters:
    ///   - language: the language that the response depends on, if it does.
    ///   - access: the access that the response depends on, if it does.
    func respond<T: Encodable & Sendable>(
        to query: OperationQuery, _ context: APIRequestContext, in language: Language? = nil,
        for access: OperationsAccess? = nil, _ read: @escaping @Sendable () async throws -> ResponseContent<T>
    ) async throws -> Response {
        let key = ResponseKey(query.request.uri.string, in: language, for: access)
        return try await respond(to: query.request, key, context) { try (await read()).prepared() }
    }

    /// Responds likewise with a page of a collection, as JSON or CSV.
    func respond<T: CollectionPage>(
        to query: OperationQuery, as format: ResponseFormat, _ context: APIRequestContext,
        in language: Language? = nil, for access: OperationsAccess? = nil,
        _ read: @escaping @Sendable () async throws -> ResponseContent<T>
    ) async throws -> Response {
        let key = ResponseKey(query.request.uri.string, in: language, for: access, accepting: query.accepted)
        return try await respond(to: query.request, key, context) { try (await read()).prepared(as: format) }
    }

    private func respond(
        to request: Request, _ key: ResponseKey, _ context: APIRequestContext,
        _ prepare: @escaping @Sendable () async throws -> PreparedResponse
    ) async throws -> Response {
        do {
            return try await response(for: key, route: context.routeTemplate, prepare: prepare).response(to: request)
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
