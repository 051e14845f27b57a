package import Domain
import FoundationEssentials
package import HTTPTypes
package import Hummingbird

/// An error as RFC 9457 problem details.
package struct Problem: Error, Hashable, Sendable {
    package let status: HTTPResponse.Status
    /// The last part of `type`. Stable: clients may depend on it.
    package let code: String
    package let title: String
    /// What was wrong with this request, and what to do.
    package let detail: String
    package let retryAfterSeconds: Int?
    /// Additional headers of the response.
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

    /// 400.
    package static func invalidParameter(_ detail: String) -> Problem {
        Problem(.badRequest, code: "invalid-parameter", title: "Invalid parameter", detail: detail)
    }

    /// 404: no such route or resource.
    package static func notFound(_ detail: String) -> Problem {
        Problem(.notFound, code: "not-found", title: "Not found", detail: detail)
    }

    /// 404: nothing has been collected yet.
    package static func noData(_ detail: String) -> Problem {
        Problem(.notFound, code: "no-data", title: "No data yet", detail: detail)
    }

    /// 503, to be retried after 5 seconds.
    package static let unavailable = Problem(
        .serviceUnavailable, code: "unavailable", title: "Service unavailable",
        detail:
            "the database did not respond; retry in a few seconds (the service log has the reason under this trace_id)",
        retryAfterSeconds: 5)

    /// 503: what is wrong with the database, for a client that cannot mend it. No path, host or user.
    package static func database(_ kind: ArchiveFailure.Kind) -> Problem {
        guard let what = what(kind) else { return unavailable }
        let mayPass = kind == .locked || kind == .connectionsExhausted
        return Problem(
            .serviceUnavailable, code: "unavailable", title: "Service unavailable",
            detail: what
                + (mayPass ? "; retry in a few seconds" : "; its operator finds the fix with 'bitcoin-analyzer why'"),
            retryAfterSeconds: mayPass ? 5 : 60)
    }

    /// `nil` where it may respond again at any moment.
    private static func what(_ kind: ArchiveFailure.Kind) -> String? {
        switch kind {
        case .corrupt: "the database is damaged and has to be restored from a backup"
        case .schemaDamaged: "the database lacks a table or a column and has to be restored from a backup"
        case .notMigrated: "the database has not been migrated to this version"
        case .newer: "the database was written by a newer version"
        case .foreign: "the database belongs to another program"
        case .otherSchema: "the database's tables are in another schema"
        case .replaced, .notFound: "the database does not exist any more"
        case .authentication: "the database refuses this service's user"
        case .readOnly: "the database cannot be written"
        case .diskFull: "the disk of the database is full"
        case .locked: "the database is locked by another program"
        case .connectionsExhausted: "the database accepts no further connections"
        case .unreachable, .originMismatch, .notEmpty, .stopped, .statement, .outOfMemory, .outOfDescriptors: nil
        }
    }

    /// 500.
    package static let internalError = Problem(
        .internalServerError, code: "internal", title: "Internal server error",
        detail: "the service log has the reason under this trace_id")

    /// The problem as `application/problem+json`.
    package func response(traceID: String) -> Response {
        let bytes = body(traceID: traceID)
        var headers = headers
        headers[.contentType] = "application/problem+json"
        headers[.cacheControl] = "no-store"
        headers[.contentLength] = "\(bytes.count)"
        if let retryAfterSeconds { headers[.retryAfter] = "\(retryAfterSeconds)" }
        return Response(status: status, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
    }

    func body(traceID: String) -> Data {
        struct Body: Encodable {
            let type, title, detail, trace_id: String
            let status: Int
        }
        let body = Body(
            type: "urn:bitcoin-analyzer:problem:\(code)", title: title, detail: detail, trace_id: traceID,
            status: status.code)
        return (try? JSONEncoder.compact.encode(body)) ?? Data()
    }
}
