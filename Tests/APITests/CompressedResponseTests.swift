import Foundation
import HTTPTypes
import Hummingbird
import Support
import Testing

@testable import API

@Suite("Compressed responses") struct CompressedResponseTests {
    @Test(
        "gzip is sent where Accept-Encoding names it (RFC 9110, 12.5.3)",
        arguments: [
            ("gzip", true), ("gzip, deflate, br, zstd", true), ("GZIP", true), ("br;q=1.0, gzip;q=0.8, *;q=0.1", true),
            ("x-gzip", true), ("gzip;q=0", false), ("gzip; q=0.0", false), ("identity", false), ("deflate", false),
            ("", false), ("gzipped", false), ("gzip;q=x", false),
        ])
    func negotiation(header: String, isAccepted: Bool) async throws {
        let response = try await Fixture().get("/v1/candles?limit=60", headers: [.acceptEncoding: header])[0]
        #expect((response.headers[.contentEncoding] == "gzip") == isAccepted)
        #expect(response.headers[.vary]?.contains("Accept-Encoding") == true)
    }

    @Test("the bytes are those of the plain body, and the ETag is another one, with which a 304 is sent")
    func same() throws {
        let body = ByteBuffer(string: String(repeating: "{\"close\":57804.25},", count: 800))
        let plain = PreparedResponse(contentType: "application/json", body: body)
        let compressed = plain.encoded(.gzip)
        #expect(compressed.body.readableBytes < body.readableBytes / 20)
        #expect(compressed.etag != plain.etag && compressed.etag.hasSuffix("-gzip\""))
        #expect(plain.encoded(.identity).body == body)
        // Read by another implementation.
        let gunzip = Process()
        gunzip.executableURL = URL(filePath: "/bin/gzip")
        gunzip.arguments = ["-dc"]
        let (input, output) = (Pipe(), Pipe())
        (gunzip.standardInput, gunzip.standardOutput) = (input, output)
        try gunzip.run()
        try input.fileHandleForWriting.write(contentsOf: Data(compressed.body.readableBytesView))
        try input.fileHandleForWriting.close()
        let read = try output.fileHandleForReading.readToEnd()
        #expect(read == Data(body.readableBytesView))
    }

    @Test("a small body, and one that is compressed already, are sent as they are")
    func small() {
        let small = PreparedResponse(contentType: "application/json", body: ByteBuffer(string: "{\"a\":1}"))
        #expect(small.encoded(.gzip).etag == small.etag && small.extraHeaders[.vary] == nil)
        let image = PreparedResponse(contentType: "image/png", body: ByteBuffer(repeating: 65, count: 5000))
        #expect(image.encoded(.gzip).extraHeaders[.contentEncoding] == nil)
    }
}
