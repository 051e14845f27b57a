import Compression
import Crypto
package import Domain
package import Hummingbird
import Synchronization

/// A complete response, encoded once, with its strong `ETag` (RFC 9110, 8.8.3).
package struct PreparedResponse: Sendable {
    package let contentType: String
    package let etag: String
    package let body: ByteBuffer
    package let extraHeaders: HTTPFields
    /// When the response becomes invalid although the data do not change; `nil` for never.
    package let validUntil: Timestamp?
    /// The encoded status line and headers, without those that differ for each request.
    let okHead: ByteBuffer
    let notModifiedHead: ByteBuffer
    /// Counts the response when the hot path sends it.
    var counter: RouteCounter?
    /// The data version that it was prepared under; given by the cache.
    var version: UInt64 = 0
    /// How often it was found in a cache.
    let uses = AtomicCounter()
    /// `nil` where compression does not pay.
    private let compressed: Compressed?

    /// A smaller body saves less than its headers cost. In bytes.
    private static let leastCompressed = 1024

    package init(contentType: String, body: ByteBuffer, extraHeaders: HTTPFields = [:], validUntil: Timestamp? = nil) {
        var headers = extraHeaders
        let isCompressible =
            body.readableBytes >= Self.leastCompressed && headers[.contentEncoding] == nil
            && ["text/", "application/json", "application/javascript", "image/svg"].contains {
                contentType.hasPrefix($0)
            }
        if isCompressible {
            headers[.vary] = [headers[.vary], "Accept-Encoding"].compactMap(\.self).joined(separator: ", ")
        }
        self.init(
            contentType, body, headers, validUntil,
            etag: "\"\(SHA256.hash(data: body.readableBytesView).prefix(16).hexadecimal)\"",
            compressed: isCompressible ? Compressed() : nil)
    }

    private init(
        _ contentType: String, _ body: ByteBuffer, _ extraHeaders: HTTPFields, _ validUntil: Timestamp?,
        etag: String, compressed: Compressed?
    ) {
        self.contentType = contentType
        self.body = body
        self.extraHeaders = extraHeaders
        self.validUntil = validUntil
        self.etag = etag
        self.compressed = compressed
        // What every response has is written with the rest of its head.
        let own = extraHeaders.filter { $0.name != .xContentTypeOptions }.map { ($0.name.rawName, $0.value) }
        let shared = [("ETag", etag), ("Cache-Control", "no-cache")] + own
        okHead = Self.head(
            "200 OK", shared + [("Content-Type", contentType), ("Content-Length", "\(body.readableBytes)")])
        notModifiedHead = Self.head("304 Not Modified", shared)
    }

    private static func head(_ status: String, _ fields: [(String, String)]) -> ByteBuffer {
        ByteBuffer(string: "HTTP/1.1 \(status)\r\n" + fields.map { "\($0): \($1)\r\n" }.joined())
    }

    /// The response in an encoding, made where it is asked for first: some milliseconds for a large body.
    package func encoded(_ encoding: ContentEncoding) -> PreparedResponse {
        guard encoding == .gzip, let compressed else { return self }
        return compressed.response {
            guard let bytes = body.withUnsafeReadableBytes({ Gzip.compressed($0) }), bytes.count < body.readableBytes
            else { return self }
            var headers = extraHeaders
            headers[.contentEncoding] = "gzip"
            // Strong, so another one than that of the plain body.
            return PreparedResponse(
                contentType, ByteBuffer(bytes: bytes), headers, validUntil, etag: etag.dropLast() + "-gzip\"",
                compressed: nil)
        }.counted(as: self)
    }

    /// The response in an encoding; `nil` where it has to be made first.
    func ready(_ encoding: ContentEncoding) -> PreparedResponse? {
        guard encoding == .gzip, let compressed else { return self }
        return compressed.ready?.counted(as: self)
    }

    private func counted(as other: PreparedResponse) -> PreparedResponse {
        var response = self
        (response.counter, response.version) = (other.counter, other.version)
        return response
    }

    /// The compressed form of a response, shared by its copies.
    private final class Compressed: Sendable {
        private let state = Mutex(PreparedResponse?.none)

        var ready: PreparedResponse? { state.withLock(\.self) }

        func response(_ make: () -> PreparedResponse) -> PreparedResponse {
            // Under the lock: of the first requests that come together, one compresses and the others wait for it.
            state.withLock { known in
                if let known { return known }
                let made = make()
                known = made
                return made
            }
        }
    }

    /// The response to a request: 304 without a body where `If-None-Match` matches.
    package func response(to request: Request) -> Response {
        encoded(ContentEncoding(accepted: request.headers[values: .acceptEncoding])).plainResponse(to: request)
    }

    private func plainResponse(to request: Request) -> Response {
        var headers = extraHeaders
        headers[.eTag] = etag
        headers[.cacheControl] = "no-cache"
        if let known = request.headers[.ifNoneMatch], Self.matches(known, etag: etag) {
            return Response(status: .notModified, headers: headers)
        }
        return response()
    }

    /// The complete response with status 200.
    package func response() -> Response {
        var headers = extraHeaders
        headers[.eTag] = etag
        headers[.cacheControl] = "no-cache"
        headers[.contentType] = contentType
        headers[.contentLength] = "\(body.readableBytes)"
        return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: body))
    }

    /// Weak comparison, as `If-None-Match` requires (RFC 9110, 13.1.2).
    static func matches(_ header: String, etag: String) -> Bool {
        header.split(separator: ",").contains { entry in
            let tag = entry.drop { $0 == " " }.prefix { $0 != " " }
            return tag == "*" || tag == etag || (tag.hasPrefix("W/") && tag.dropFirst(2) == etag)
        }
    }
}
