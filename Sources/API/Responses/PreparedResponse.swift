import Crypto
package import Domain
package import Hummingbird

/// A complete answer, encoded once, with its strong `ETag` (RFC 9110, 8.8.3).
package struct PreparedResponse: Sendable {
    package let contentType: String
    package let etag: String
    package let body: ByteBuffer
    package let extraHeaders: HTTPFields
    /// When the answer stops being true by the passing of time alone.
    package let validUntil: Timestamp?
    /// Status line and fields of the answer in bytes, up to those that differ from one request to the next.
    let okHead: ByteBuffer
    let notModifiedHead: ByteBuffer
    /// Whom to tell when it is sent before the router is asked.
    var counter: RouteCounter?

    package init(contentType: String, body: ByteBuffer, extraHeaders: HTTPFields = [:], validUntil: Timestamp? = nil) {
        self.contentType = contentType
        self.body = body
        self.extraHeaders = extraHeaders
        self.validUntil = validUntil
        etag = "\"\(SHA256.hash(data: body.readableBytesView).prefix(16).hexadecimal)\""
        let shared = [("ETag", etag), ("Cache-Control", "no-cache")] + extraHeaders.map { ($0.name.rawName, $0.value) }
        okHead = Self.head(
            "200 OK", shared + [("Content-Type", contentType), ("Content-Length", "\(body.readableBytes)")])
        notModifiedHead = Self.head("304 Not Modified", shared)
    }

    private static func head(_ status: String, _ fields: [(String, String)]) -> ByteBuffer {
        ByteBuffer(string: "HTTP/1.1 \(status)\r\n" + fields.map { "\($0): \($1)\r\n" }.joined())
    }

    /// The answer to a request: 304 without a body where the client has these very bytes.
    package func response(to request: Request) -> Response {
        var headers = extraHeaders
        headers[.eTag] = etag
        headers[.cacheControl] = "no-cache"
        if let known = request.headers[.ifNoneMatch], Self.matches(known, etag: etag) {
            return Response(status: .notModified, headers: headers)
        }
        return response()
    }

    /// The whole answer, whatever the client has.
    package func response() -> Response {
        var headers = extraHeaders
        headers[.eTag] = etag
        headers[.cacheControl] = "no-cache"
        headers[.contentType] = contentType
        headers[.contentLength] = "\(body.readableBytes)"
        return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: body))
    }

    /// Weak comparison, as `If-None-Match` wants it (RFC 9110, 13.1.2).
    static func matches(_ header: String, etag: String) -> Bool {
        header.split(separator: ",").contains { entry in
            let tag = entry.drop { $0 == " " }.prefix { $0 != " " }
            return tag == "*" || tag == etag || (tag.hasPrefix("W/") && tag.dropFirst(2) == etag)
        }
    }
}
