import Domain
import FoundationEssentials
import HTTPTypes
import Hummingbird
import NIOCore
import Synchronization
import Testing

@testable import Outbound

/// The streams were made with Python's `zlib` and `gzip`, and with libbrotlienc.
@Suite("Compressed responses") struct ContentCodingTests {
    private static let text = String(repeating: "<rss>bitcoin</rss>", count: 3)
    private static let raw = bytes("b3292a2eb64bca2c49cecfccb3d107716c88100100")
    private static let zlib = bytes("78dab3292a2eb64bca2c49cecfccb3d107716c881001002db21432")
    private static let gzip = bytes("1f8b0800000000000203b3292a2eb64bca2c49cecfccb3d107716c88100100e9c6092b36000000")
    private static let brotli = bytes("1b350000c46d6c4ec711dfa8e529c8aa1885aaa1c24b54fe5e0f8117")
    /// 32 MiB of zeros.
    private static let brotliBomb = bytes(
        "cbffff3f002400e2b14072effff8ffff078004401c1680eefd1fffffff00900088c302d0bdffcbffff3f001200715800baf77f")

    private static func bytes(_ hex: String) -> [UInt8] {
        stride(from: 0, to: hex.utf8.count, by: 2).compactMap { UInt8(hex.dropFirst($0).prefix(2), radix: 16) }
    }

    /// The response of a server that sends these bytes under this header, and the header fields that it got.
    private func fetch(_ body: [UInt8], _ coding: String?, limit: Int = 8 << 20) async throws
        -> (Result<OutboundResponse, OutboundError>, HTTPFields)
    {
        let fields = Mutex(HTTPFields())
        let result = try await withServer {
            $0.get("/x") { request, _ in
                fields.withLock { $0 = request.headers }
                var headers = HTTPFields()
                headers[.contentEncoding] = coding
                return Response(status: .ok, headers: headers, body: .init(byteBuffer: ByteBuffer(bytes: body)))
            }
        } _: { base in
            let client = PoliteClient(userAgent: "tests", policy: RetryPolicy(attempts: 1))
            var request = OutboundRequest(base + "/x", expecting: .feed)
            request.bodyLimit = limit
            let sent = request
            let result: Result<OutboundResponse, OutboundError>
            do throws(OutboundError) { result = .success(try await client.fetch(sent)) } catch {
                result = .failure(error)
            }
            await client.shutdown()
            return result
        }
        return (result, fields.withLock { $0 })
    }

    @Test(
        "gzip, DEFLATE with and without its header, gzip that is not declared, and plain text that is said to be gzip")
    func readable() async throws {
        var cases: [([UInt8], String?)] = [
            (Self.gzip, "gzip"), (Self.gzip, "x-gzip"), (Self.gzip, nil), (Self.zlib, "deflate"),
            (Self.raw, "deflate"), (Array(Self.text.utf8), "gzip"), (Array(Self.text.utf8), "identity"),
            (Array(Self.text.utf8), nil),
        ]
        if ContentCoding.accepted.contains("br") { cases.append((Self.brotli, "br")) }
        for (body, coding) in cases {
            let (result, headers) = try await fetch(body, coding)
            #expect(String(decoding: try result.get().body, as: UTF8.self) == Self.text, "\(coding ?? "none")")
            #expect(headers[.acceptEncoding] == ContentCoding.accepted)
        }
    }

    @Test("a bomb is too large in every compression")
    func bombs() async throws {
        let result = try await fetch(Self.raw, "deflate", limit: 53).0
        #expect(throws: OutboundError.tooLarge(limit: 53)) { try result.get() }
        guard ContentCoding.accepted.contains("br") else { return }
        let brotli = try await fetch(Self.brotliBomb, "br").0
        #expect(throws: OutboundError.tooLarge(limit: 8 << 20)) { try brotli.get() }
    }

    @Test("what is damaged, cut off or of an unknown compression is no valid response")
    func unreadable() async throws {
        for (body, coding) in [
            (Array(Self.gzip.dropLast(9)), "gzip"), (Array(Self.raw.dropLast(3)), "deflate"), (Self.gzip, "zstd"),
            (Self.gzip, "gzip, gzip, gzip, gzip"),
        ] {
            let result = try await fetch(body, coding).0
            let error = #expect(throws: OutboundError.self) { try result.get() }
            #expect(error?.kind == .malformed, "\(coding)")
        }
    }

    @Test("a trace is shown to a server of the operator's own only, and not to strangers")
    func trace() async throws {
        for isTraced in [false, true] {
            let fields = Mutex(HTTPFields())
            try await withServer {
                $0.get("/x") { request, _ in
                    fields.withLock { $0 = request.headers }
                    return "{}"
                }
            } _: { base in
                let client = PoliteClient(userAgent: "tests")
                var request = OutboundRequest(base + "/x")
                request.isTraced = isTraced
                let sent = request
                _ = try await TraceContext.$current.withValue(TraceContext(traceID: String(repeating: "a", count: 32)))
                {
                    try await client.fetch(sent)
                }
                await client.shutdown()
            }
            let name = try #require(HTTPField.Name("traceparent"))
            #expect((fields.withLock { $0[name] } != nil) == isTraced)
        }
    }
}

@Suite("Permanent redirects") struct PermanentRedirectTests {
    /// What a request leads to where `/a` redirects to `/b` with one status, and `/b` to `/c` with another.
    private func fetch(_ first: Int, _ second: Int, movedTo: String? = nil) async throws -> (
        response: OutboundResponse, asked: [String], base: String
    ) {
        let asked = Mutex<[String]>([])
        let (response, base) = try await withServer {
            for (path, status, target) in [("/a", first, "/b"), ("/b", second, "/c")] {
                $0.get(RouterPath(path)) { _, _ in
                    asked.withLock { $0.append(path) }
                    return Response(status: .init(code: status), headers: [.location: target])
                }
            }
            $0.get("/c") { _, _ in
                asked.withLock { $0.append("/c") }
                return "{}"
            }
        } _: { base in
            let client = PoliteClient(userAgent: "tests")
            // A busy machine may take longer than a server may.
            var request = OutboundRequest(base + "/a", timeout: .minutes(2))
            request.movedTo = movedTo.map { base + $0 }
            let response = try await client.fetch(request)
            await client.shutdown()
            return (response, base)
        }
        return (response, asked.withLock { $0 }, base)
    }

    @Test("301 and 308 are permanent, and only what comes before another redirect")
    func chain() async throws {
        for (first, second, target) in [
            (301, 308, "/c"), (308, 302, "/b"), (307, 301, nil), (302, 302, nil), (301, 303, "/b"),
        ] {
            let (response, asked, base) = try await fetch(first, second)
            #expect(response.movedTo == target.map { base + $0 }, "\(first) \(second)")
            #expect(asked == ["/a", "/b", "/c"])
        }
    }

    @Test("a known target is asked at once, under the rules of a redirect")
    func known() async throws {
        let (response, asked, base) = try await fetch(301, 301, movedTo: "/c")
        #expect(asked == ["/c"] && response.movedTo == base + "/c")
        let client = PoliteClient(userAgent: "tests")
        var request = OutboundRequest("https://news.example/feed")
        request.movedTo = "http://127.0.0.1/feed"
        let sent = request
        let error = await #expect(throws: OutboundError.self) { try await client.fetch(sent) }
        guard case .redirectRefused = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        await client.shutdown()
    }
}
