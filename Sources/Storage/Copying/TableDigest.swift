import Domain

/// A row count and a checksum of rows, independent of engine and row order.
///
/// The sum, modulo 2^64, of a hash of the values of each row (FNV-1a, http://www.isthe.com/chongo/tech/comp/fnv/, mixed
/// by the finalizer of SplitMix64). Detects accidental differences, not forgery.
struct TableDigest: Hashable, Sendable {
    private(set) var rows = 0
    private(set) var sum: UInt64 = 0

    mutating func add(_ row: SQLRow) {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for value in row.values { Self.mix(value, into: &hash) }
        hash = (hash ^ (hash >> 30)) &* 0xbf58_476d_1ce4_e5b9
        hash = (hash ^ (hash >> 27)) &* 0x94d0_49bb_1331_11eb
        sum &+= hash ^ (hash >> 31)
        rows += 1
    }

    /// 16 hexadecimal digits.
    var text: String { sum.hexadecimal }

    private static func mix(_ value: SQLValue, into hash: inout UInt64) {
        switch value {
        case .null:
            mix(0 as UInt8, into: &hash)
        case .integer(let number):
            mix(1 as UInt8, into: &hash)
            mix(UInt64(bitPattern: number), into: &hash)
        case .real(let number):
            mix(2 as UInt8, into: &hash)
            // SQLite does not keep the sign of a zero.
            mix((number == 0 ? 0.0 : number).bitPattern, into: &hash)
        case .text(let text):
            mix(3 as UInt8, into: &hash)
            let text = SQLValue.cleaned(text)
            for byte in text.utf8 { mix(byte, into: &hash) }
            mix(UInt64(text.utf8.count), into: &hash)
        }
    }

    private static func mix(_ number: UInt64, into hash: inout UInt64) {
        for shift in stride(from: 0, to: 64, by: 8) {
            mix(UInt8(truncatingIfNeeded: number >> UInt64(shift)), into: &hash)
        }
    }

    private static func mix(_ byte: UInt8, into hash: inout UInt64) {
        hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3
    }
}
