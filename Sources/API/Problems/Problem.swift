import Domain
import FoundationEssentials
package import HTTPTypes
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
    /// What the answer's header says beside.
    package let headers: HTTPFields

    package init(
        _ status: HTTPResponse.Status, code: String, title: String, detail: String, retryAfterSeconds: Int? = nil,
        headers: HTTPFields = [:]
    ) {
        self.status = status
        self.code = code
        self.title = title
        self.detail = detail
        self.retryAfterSeconds = retryAfterSeconds
        self.headers = headers
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
        detail:
            "the database did not answer; try again in a few seconds (the service's log has the reason under this trace_id)",
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
            type: "urn:bitcoin-analyzer:problem:\(code)", title: title, detail: detail, trace_id: traceID,
            status: status.code)
        let bytes = (try? JSONEncoder.compact.encode(body)) ?? Data()
        var headers = headers
        headers[.contentType] = "application/problem+json"
        headers[.cacheControl] = "no-store"
        headers[.contentLength] = "\(bytes.count)"
        if let retryAfterSeconds { headers[.retryAfter] = "\(retryAfterSeconds)" }
        return Response(status: status, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
    }
}
