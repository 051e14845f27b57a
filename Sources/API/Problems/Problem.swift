import FoundationEssentials
package import Hummingbird

/// An error as RFC 9457 problem details.
package struct Problem: Error, Hashable, Sendable {
    package let status: HTTPResponse.Status
    /// Last part of `type`, stable: clients may decide by it.
    package let code: String
    package let title: String
    /// What was wrong with this very request, and what to do.
    package let detail: String
    package let retryAfterSeconds: Int?

    package init(_ status: HTTPResponse.Status, code: String, title: String, detail: String, retryAfterSeconds: Int? = nil) {
        self.status = status
        self.code = code
        self.title = title
        self.detail = detail
        self.retryAfterSeconds = retryAfterSeconds
    }

    package static func invalidParameter(_ detail: String) -> Problem {
        Problem(.badRequest, code: "invalid-parameter", title: "A parameter cannot be used", detail: detail)
    }

    package static func notFound(_ detail: String) -> Problem {
        Problem(.notFound, code: "not-found", title: "There is nothing here", detail: detail)
    }

    package static func noData(_ detail: String) -> Problem {
        Problem(.notFound, code: "no-data", title: "Nothing has been collected yet", detail: detail)
    }

    package static let unavailable = Problem(
        .serviceUnavailable, code: "unavailable", title: "The data cannot be read right now",
        detail: "the database did not answer; try again in a few seconds (the service's log has the reason under this trace_id)",
        retryAfterSeconds: 5)

    package static let internalError = Problem(
        .internalServerError, code: "internal", title: "Something went wrong inside",
        detail: "the service's log has the reason under this trace_id")

    package func response(traceID: String) -> Response {
        struct Body: Encodable {
            let type, title, detail, trace_id: String
            let status: Int
        }
        let body = Body(
            type: "urn:bitcoin-analyzer:problem:\(code)", title: title, detail: detail, trace_id: traceID, status: status.code)
        let bytes = (try? Encoding.json.encode(body)) ?? Data()
        var headers: HTTPFields = [.contentType: "application/problem+json", .cacheControl: "no-store", .contentLength: "\(bytes.count)"]
        if let retryAfterSeconds { headers[.retryAfter] = "\(retryAfterSeconds)" }
        return Response(status: status, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
    }
}
