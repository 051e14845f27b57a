import Domain
import HTTPTypes

/// The description of the API in OpenAPI 3.1 (spec.openapis.org/oas/v3.1.1), made from the operations that the routes
/// read their requests by.
enum OpenAPIDocument {
    static func json(of operations: [Operation], version: String) -> JSONValue {
        let paths = Dictionary(grouping: operations, by: \.path).mapValues { operations in
            JSONValue.object(
                Dictionary(operations.map { ($0.method.rawValue.lowercased(), json(of: $0)) }) { first, _ in first })
        }
        let schemas = operations.reduce(into: ["Problem": problem]) { schemas, operation in
            for body in operation.response + [operation.requestBody].compactMap(\.self) {
                schemas.merge(body.schema.components) { first, _ in first }
            }
        }
        return [
            "openapi": "3.1.0",
            "info": [
                "title": "Bitcoin Analyzer", "version": .text(version),
                "description": """
                The price of bitcoin, news and their analysis, and the records of the service. Times are RFC 3339 \
                in UTC; prices are in the currency of `quote`; errors are RFC 9457 problem details; collections are \
                newest first.
                """,
            ],
            "servers": [["url": "/", "description": "The server of this document."]],
            "tags": .array(Operation.Tag.allCases.map { ["name": .text($0.rawValue)] }),
            "paths": .object(paths),
            "components": [
                "schemas": .object(
                    schemas.mapValues { schema in
                        if case .named(_, let schema) = schema { schema.json } else { schema.json }
                    }),
                "responses": .object(
                    Dictionary(problems.map { ($0.name, $0.json) }) { first, _ in first }),
                "securitySchemes": [
                    "token": [
                        "type": "http", "scheme": "bearer", "description": "The value of the setting ADMIN_TOKEN.",
                    ]
                ],
            ],
        ]
    }

    private static func json(of operation: Operation) -> JSONValue {
        var content: [String: JSONValue] = [:]
        for body in operation.response { content[body.mediaType] = ["schema": body.schema.json] }
        var success: [String: JSONValue] = ["description": "OK", "content": .object(content)]
        var headers: [String: JSONValue] = ["traceparent": header("The trace of the request (W3C Trace Context).")]
        if operation.hasPages { headers["Link"] = header("The next page (RFC 8288); absent on the last one.") }
        success["headers"] = .object(headers)
        var responses: [String: JSONValue] = ["200": .object(success)]
        for problem in problems where operation.mayHave(problem.status) {
            responses["\(problem.status.code)"] = ["$ref": .text("#/components/responses/\(problem.name)")]
        }
        var json: [String: JSONValue] = [
            "operationId": .text(operation.id), "summary": .text(operation.summary),
            "tags": [.text(operation.tag.rawValue)], "responses": .object(responses),
        ]
        if !operation.description.isEmpty { json["description"] = .text(operation.description) }
        let parameters = operation.pathParameters + operation.parameters.map(\.json)
        if !parameters.isEmpty { json["parameters"] = .array(parameters) }
        if let body = operation.requestBody {
            json["requestBody"] = [
                "required": true, "content": .object([body.mediaType: ["schema": body.schema.json]]),
            ]
        }
        switch operation.access {
        case .anyone: break
        // Who may read without it, `OPERATIONS_PAGE` says.
        case .anyoneInPart, .reader: json["security"] = [[:], ["token": []]]
        case .tokenHolder: json["security"] = [["token": []]]
        }
        return .object(json)
    }

    private static func header(_ description: String) -> JSONValue {
        ["description": .text(description), "schema": ["type": "string"]]
    }

    private static let problem = Schema.named(
        "Problem",
        .object([
            .field("type", .text, "A URN whose last part does not change."), .field("title", .text),
            .field("status", .integer(from: 400, to: 599)),
            .field("detail", .text, "What is wrong with this request, and what to do."),
            .field("trace_id", .text(matching: "^[0-9a-f]{32}$"), "Finds the request in the log."),
        ]))

    private struct ProblemResponse {
        let status: HTTPResponse.Status
        let name: String
        let description: String

        var json: JSONValue {
            [
                "description": .text(description),
                "content": [
                    "application/problem+json": ["schema": ["$ref": "#/components/schemas/Problem"]]
                ],
            ]
        }
    }

    private static let problems = [
        ProblemResponse(status: .badRequest, name: "BadRequest", description: "The request is not valid."),
        ProblemResponse(status: .unauthorized, name: "Unauthorized", description: "The token is needed."),
        ProblemResponse(
            status: .forbidden, name: "Forbidden", description: "The token is not set, or not accepted here."),
        ProblemResponse(status: .notFound, name: "NotFound", description: "There is no such resource, or no data yet."),
        ProblemResponse(status: .conflict, name: "Conflict", description: "It contradicts another resource."),
        ProblemResponse(
            status: .preconditionFailed, name: "PreconditionFailed",
            description: "The resource has changed since the ETag in If-Match."),
        ProblemResponse(status: .contentTooLarge, name: "ContentTooLarge", description: "The body is too large."),
        ProblemResponse(
            status: .unsupportedMediaType, name: "UnsupportedMediaType",
            description: "The body is not of an accepted media type."),
        ProblemResponse(
            status: .unprocessableContent, name: "UnprocessableContent",
            description: "The body is no valid change."),
        ProblemResponse(
            status: .tooManyRequests, name: "TooManyRequests", description: "Too many requests; Retry-After says when."),
        ProblemResponse(
            status: .internalServerError, name: "InternalServerError",
            description: "An error of the service; its log has the reason under trace_id."),
        ProblemResponse(
            status: .serviceUnavailable, name: "ServiceUnavailable",
            description: "The database does not respond, or the service is not ready."),
    ]
}

extension Operation {
    fileprivate var hasPages: Bool { parameters.contains { $0.name == "before" } }

    fileprivate var pathParameters: [JSONValue] {
        path.split(separator: "/").filter { $0.hasPrefix("{") }.map { part in
            [
                "name": .text(String(part.dropFirst().dropLast())), "in": "path", "required": true,
                "schema": ["type": "string", "minLength": 1],
            ]
        }
    }

    fileprivate func mayHave(_ status: HTTPResponse.Status) -> Bool {
        switch status {
        case .badRequest, .tooManyRequests, .internalServerError, .serviceUnavailable: true
        case .unauthorized, .forbidden: access != .anyone
        default: problems.contains(status)
        }
    }
}
