/// Eight bytes of a text, which are looked at together (H. S. Warren, Hacker's Delight, second edition, 6-1).
struct EightBytes {
    /// The first byte is the lowest.
    private let bits: UInt64

    private static let ones: UInt64 = 0x0101_0101_0101_0101
    private static let highs: UInt64 = 0x8080_8080_8080_8080

    init(_ bytes: UnsafeRawBufferPointer, at index: Int) {
        bits = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self))
    }

    /// The first `count`, letters of ASCII lower-cased, as an integer.
    func lowercased(_ count: Int) -> UInt64 {
        let low = bits & ~Self.highs
        // The highest bit of each byte from `A` on, without those from `[` on.
        let capitals = (low &+ Self.ones &* 0x3F) & ~(low &+ Self.ones &* 0x25) & ~bits & Self.highs
        let all = bits | capitals >> 2
        return count >= 8 ? all : all & (1 << UInt64(8 * count) &- 1)
    }

    /// Whether one of them is `byte`.
    func contains(_ byte: UInt8) -> Bool {
        let difference = bits ^ (Self.ones &* UInt64(byte))
        return (difference &- Self.ones) & ~difference & Self.highs != 0
    }

    /// How many of them, from the first on, are visible ASCII with single spaces in between: 8, 7 where the last is a
    /// space, or 0.
    var wordCount: Int {
        // The highest bit of each byte: neither a space nor, as no sum goes beyond its byte, beyond ASCII.
        let others = (bits ^ Self.ones &* 0x20) &+ Self.ones &* 0x7F
        let controls = ~((bits | Self.highs) &- Self.ones &* 0x20) | (bits &+ Self.ones) | bits
        // Of two spaces, the second has none of these bits and none from the byte before it.
        let doubled = ~(others | others << 8 | 0x80)
        guard (controls | doubled) & Self.highs == 0 else { return 0 }
        return 7 &+ Int(truncatingIfNeeded: others >> 63)
    }
}
