import Testing

@testable import Compression

@Suite("Gzip members") struct GzipMembersTests {
    private struct Broken: Error {}

    /// `printf hello | gzip -n`, whose trailer is the CRC-32 3610A686 and the length 5 (RFC 1952, 2.3.1).
    private static let hello: [UInt8] = [
        0x1F, 0x8B, 0x08, 0, 0, 0, 0, 0, 0, 0x03, 0xCB, 0x48, 0xCD, 0xC9, 0xC9, 0x07, 0x00, 0x86, 0xA6, 0x10, 0x36, 5,
        0,
        0, 0,
    ]

    /// Hands out `bytes` in pieces, and fails after them where it should.
    private func members(_ bytes: [UInt8], of size: Int, failing: Bool = false) -> GzipMembers<Broken> {
        var rest = bytes[...]
        return GzipMembers { buffer throws(Broken) in
            if rest.isEmpty, failing { throw Broken() }
            let piece = rest.prefix(min(size, buffer.count))
            buffer.copyBytes(from: piece)
            rest = rest.dropFirst(piece.count)
            return piece.count
        }
    }

    private func text(_ members: GzipMembers<Broken>) throws -> String {
        var text: [UInt8] = []
        try withUnsafeTemporaryAllocation(byteCount: 3, alignment: 1) { buffer in
            while true {
                let count = try members.read(into: buffer)
                if count == 0 { break }
                text += buffer[..<count]
            }
        }
        return String(decoding: text, as: UTF8.self)
    }

    @Test("are one text, with zeros between and after them, in pieces of any size", arguments: [1, 2, 7, 1000])
    func several(_ size: Int) throws {
        let zeros = [UInt8](repeating: 0, count: 512)
        let all = members(Self.hello + zeros + Self.hello + Self.hello + zeros, of: size)
        #expect(try text(all) == "hellohellohello")
        #expect(all.ending == .complete)
    }

    @Test("that are cut anywhere or damaged are told from those that something else follows", arguments: [1, 1000])
    func endings(_ size: Int) throws {
        for end in Self.hello.indices {
            let cut = members(Self.hello + Self.hello[..<end], of: size)
            _ = try text(cut)
            #expect(cut.ending == (end == 0 ? .complete : .damaged), "\(end)")
        }
        var wrong = Self.hello
        wrong[17] ^= 1
        let damaged = members(wrong, of: size)
        _ = try text(damaged)
        #expect(damaged.ending == .damaged)
        let trailed = members(Self.hello + [7, 8, 9], of: size)
        #expect(try text(trailed) == "hello")
        #expect(trailed.ending == .trailed)
    }

    @Test("pass on the failure of their source")
    func failing() {
        #expect(throws: Broken.self) { try text(members(Array(Self.hello.prefix(12)), of: 4, failing: true)) }
    }
}
