import Testing

@testable import Compression

/// The streams were made with Python's `zlib` and `gzip`, and with libbrotlienc.
@Suite("Compressed bytes in memory") struct DecompressionTests {
    private static let text = Array(String(repeating: "<rss>bitcoin</rss>", count: 3).utf8)
    private static let raw = bytes("b3292a2eb64bca2c49cecfccb3d107716c88100100")
    private static let zlib = bytes("78dab3292a2eb64bca2c49cecfccb3d107716c881001002db21432")
    private static let gzip = bytes("1f8b0800000000000203b3292a2eb64bca2c49cecfccb3d107716c88100100e9c6092b36000000")
    private static let brotli = bytes("1b350000c46d6c4ec711dfa8e529c8aa1885aaa1c24b54fe5e0f8117")

    private static func bytes(_ hex: String) -> [UInt8] {
        stride(from: 0, to: hex.utf8.count, by: 2).compactMap { UInt8(hex.dropFirst($0).prefix(2), radix: 16) }
    }

    @Test("DEFLATE is read with the header of zlib and without")
    func deflate() throws {
        #expect(try Decompression.deflate(Self.zlib, limit: 1000) == Self.text)
        #expect(try Decompression.deflate(Self.raw, limit: 1000) == Self.text)
    }

    @Test("the checksum of zlib is compared, and what follows it is left out")
    func zlib() throws {
        let cut = Array(Self.zlib.dropLast(4))
        var changed = Self.zlib
        changed[changed.count - 1] ^= 1
        // The checksum of other bytes, and one that something follows.
        for bytes: [UInt8] in [cut, changed, cut + [0, 0, 0, 1], changed + [1, 2, 3]] {
            #expect(throws: Decompression.Failure.damaged) { try Decompression.deflate(bytes, limit: 1000) }
        }
        // RFC 1950, 2.3: it is not part of the stream.
        #expect(try Decompression.deflate(Self.zlib + [1, 2, 3], limit: 1000) == Self.text)
        #expect(try Decompression.deflate(Self.raw + [1, 2, 3], limit: 1000) == Self.text)
    }

    @Test("a smaller window of zlib is read, and a header that is none is not taken for one")
    func zlibHeader() throws {
        // 512 bytes (CINFO 1), 32 KiB at the best compression, and no compression.
        for header: [UInt8] in [[0x18, 0x19], [0x78, 0xDA], [0x78, 0x01]] {
            #expect(try Decompression.deflate(header + Array(Self.zlib.dropFirst(2)), limit: 1000) == Self.text)
        }
        // A method, a window, a check and a preset dictionary that RFC 1950, 2.2 does not allow here.
        for header: [UInt8] in [[0x79, 0x94], [0x88, 0x1C], [0x78, 0x9D], [0x78, 0xBB]] {
            #expect(throws: Decompression.Failure.damaged) {
                try Decompression.deflate(header + Array(Self.zlib.dropFirst(2)), limit: 1000)
            }
        }
    }

    @Test("gzip is read, and what follows its last member is left out")
    func gzip() throws {
        #expect(try Decompression.gzip(Self.gzip, limit: 1000) == Self.text)
        #expect(try Decompression.gzip(Self.gzip + Self.gzip, limit: 1000) == Self.text + Self.text)
        #expect(try Decompression.gzip(Self.gzip + [1, 2, 3], limit: 1000) == Self.text)
    }

    @Test("Brotli is read", .enabled(if: Decompression.hasBrotli, "libbrotli1 is not installed"))
    func brotli() throws {
        #expect(try Decompression.brotli(Self.brotli, limit: 1000) == Self.text)
        #expect(throws: Decompression.Failure.tooLarge) { try Decompression.brotli(Self.brotli, limit: 53) }
        for end in 0..<Self.brotli.count {
            #expect(throws: Decompression.Failure.damaged) {
                try Decompression.brotli(Array(Self.brotli[..<end]), limit: 1000)
            }
        }
    }

    @Test("the limit is of what comes out, to the byte")
    func limit() throws {
        #expect(try Decompression.deflate(Self.raw, limit: 54) == Self.text)
        #expect(throws: Decompression.Failure.tooLarge) { try Decompression.deflate(Self.raw, limit: 53) }
        #expect(throws: Decompression.Failure.tooLarge) { try Decompression.deflate(Self.zlib, limit: 53) }
        #expect(throws: Decompression.Failure.tooLarge) { try Decompression.gzip(Self.gzip, limit: 53) }
    }

    @Test("a stream that is cut off anywhere is damaged")
    func cutOff() {
        for end in 0..<Self.raw.count {
            #expect(throws: Decompression.Failure.damaged) {
                try Decompression.deflate(Array(Self.raw[..<end]), limit: 1000)
            }
        }
        for end in 0..<Self.zlib.count {
            #expect(throws: Decompression.Failure.damaged) {
                try Decompression.deflate(Array(Self.zlib[..<end]), limit: 1000)
            }
        }
        for end in 0..<Self.gzip.count {
            #expect(throws: Decompression.Failure.damaged) {
                try Decompression.gzip(Array(Self.gzip[..<end]), limit: 1000)
            }
        }
    }
}
