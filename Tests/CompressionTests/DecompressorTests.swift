import Testing

@testable import Compression

@Suite("Compressed streams") struct DecompressorTests {
    private struct Broken: Error {}

    /// `printf hello | xz`, `| bzip2`, `| zstd`, of xz 5.4.1, bzip2 1.0.8 and zstd 1.5.4.
    private static let samples: [(format: CompressedFormat, bytes: [UInt8])] = [
        (
            .xz,
            hex(
                "fd377a585a000004e6d6b4460200210116000000742fe5a301000468656c6c6f00000000b137"
                    + "b9dbe5da1e9b00011d05b82d80af1fb6f37d010000000004595a")
        ),
        (
            .bzip2,
            hex(
                "425a68393141592653591931653d00000081000244a000219a68334d07338bb9229c28480c98"
                    + "b29e80")
        ), (.zstd, hex("28b52ffd045829000068656c6c6fa36d9f88")),
    ]

    private static func hex(_ text: String) -> [UInt8] {
        let digits = Array(text.utf8).map { $0 < 58 ? $0 - 48 : $0 - 87 }
        return stride(from: 0, to: digits.count, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
    }

    /// Hands out `bytes` in pieces, and fails after them where it should.
    private func streams(
        _ format: CompressedFormat, _ bytes: [UInt8], of size: Int, failing: Bool = false
    ) -> Decompressor<Broken> {
        var rest = bytes[...]
        return Decompressor(format) { buffer throws(Broken) in
            if rest.isEmpty, failing { throw Broken() }
            let piece = rest.prefix(min(size, buffer.count))
            buffer.copyBytes(from: piece)
            rest = rest.dropFirst(piece.count)
            return piece.count
        }
    }

    private func text(_ streams: Decompressor<Broken>) throws -> String {
        var text: [UInt8] = []
        try withUnsafeTemporaryAllocation(byteCount: 3, alignment: 1) { buffer in
            while true {
                let count = try streams.read(into: buffer)
                if count == 0 { break }
                text += buffer[..<count]
            }
        }
        return String(decoding: text, as: UTF8.self)
    }

    @Test("are recognised by their first bytes")
    func magic() {
        for sample in Self.samples { #expect(CompressedFormat(magic: sample.bytes.prefix(10)) == sample.format) }
        for other in ["", "BZh", "BZhello wor", "(\u{B5}/", "plain text"] {
            #expect(CompressedFormat(magic: Array(other.utf8)) == nil)
        }
    }

    @Test("are one text, with zeros between and after them, in pieces of any size", arguments: [1, 2, 7, 1000])
    func several(_ size: Int) throws {
        let zeros = [UInt8](repeating: 0, count: 512)
        for (format, bytes) in Self.samples {
            let all = streams(format, bytes + zeros + bytes + bytes + zeros, of: size)
            #expect(try text(all) == "hellohellohello", "\(format)")
            #expect(all.ending == .complete, "\(format)")
        }
    }

    @Test("that are cut anywhere or damaged are told from those that something else follows", arguments: [1, 1000])
    func endings(_ size: Int) throws {
        for (format, bytes) in Self.samples {
            for end in bytes.indices {
                let cut = streams(format, bytes + bytes[..<end], of: size)
                _ = try text(cut)
                #expect(cut.ending != nil && (cut.ending == .complete) == (end == 0), "\(format) \(end)")
            }
            var wrong = bytes
            wrong[wrong.count - 6] ^= 1
            let damaged = streams(format, wrong, of: size)
            _ = try text(damaged)
            #expect(damaged.ending == .damaged, "\(format)")
            let trailed = streams(format, bytes + [7, 8, 9], of: size)
            #expect(try text(trailed) == "hello")
            #expect(trailed.ending == .trailed, "\(format)")
        }
    }

    @Test("of Zstandard may have frames that are skipped")
    func skippable() throws {
        let frame: [UInt8] = [0x50, 0x2A, 0x4D, 0x18, 3, 0, 0, 0, 1, 2, 3]
        let zstd = Self.samples[2].bytes
        #expect(try text(streams(.zstd, zstd + frame + zstd, of: 5)) == "hellohello")
    }

    @Test("pass on the failure of their source")
    func failing() {
        for (format, bytes) in Self.samples {
            #expect(throws: Broken.self) { try text(streams(format, Array(bytes.prefix(12)), of: 4, failing: true)) }
        }
    }
}
