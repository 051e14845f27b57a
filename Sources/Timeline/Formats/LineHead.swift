/// The bytes that the lines of a format begin with: compared at once, it rejects most lines of other formats.
struct LineHead: Sendable {
    /// Which first bytes are possible.
    private(set) var first: Set<UInt8>
    /// For the first eight bytes: the bits that are fixed, and their values; the first byte is the lowest.
    private(set) var mask: UInt64 = 0
    private(set) var value: UInt64 = 0
    /// Whether the second word begins with nine digits, as Unix seconds do.
    var needsNumberAfterWord = false

    static let any = LineHead(first: Set(UInt8.min...UInt8.max))
    static let digit = LineHead(first: digits)
    static let letter = LineHead(first: letters)
    static func bytes(_ text: String) -> LineHead { LineHead(first: Set(text.utf8)) }

    static let digits = Set("0123456789".utf8)
    static let letters = Set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ".utf8)

    private init(first: Set<UInt8>) { self.first = first }

    /// - Parameter pattern: `0` for a digit, `_` for any byte, anything else for itself; at most eight bytes count.
    init(first: Set<UInt8>, pattern: some Sequence<UInt8>) {
        self.first = first
        for (index, byte) in pattern.prefix(8).enumerated() where byte != UInt8(ascii: "_") {
            // 0x30 to 0x39 are the digits; six more bytes pass, which the format itself rejects.
            let isDigit = byte == UInt8(ascii: "0")
            mask |= (isDigit ? 0xF0 : 0xFF) << (UInt64(index) * 8)
            value |= UInt64(isDigit ? 0x30 : byte) << (UInt64(index) * 8)
        }
    }

    /// Whether the second word of a line begins with nine digits.
    static func hasNumberAfterWord(_ line: Line) -> Bool {
        guard let blank = line.first(UInt8(ascii: " "), before: 64), blank + 10 < line.count else { return false }
        return line.part(blank + 1, blank + 10).allSatisfy { $0.isDigit }
    }
}

/// The heads of all formats, in the form in which lines are compared with them.
struct LineHeads: Sendable {
    private struct Head {
        let format: UInt64
        let mask: UInt64
        let value: UInt64
        let needsNumberAfterWord: Bool
    }

    /// For each first byte, the formats that it may begin: bit n for format n.
    private let possible: [UInt64]
    /// The heads by first byte, one byte's after the other, and where each byte's begin.
    private let heads: [Head]
    private let starts: [Int]
    /// The formats whose lines may begin with a date as in ISO 8601.
    private let dated: UInt64

    init(_ formats: [LineFormat]) {
        precondition(formats.count <= 64)
        var (possible, heads, starts) = ([UInt64](), [Head](), [0])
        for byte in UInt8.min...UInt8.max {
            var bits: UInt64 = 0
            for (index, format) in formats.enumerated() {
                for head in format.heads where head.first.contains(byte) {
                    bits |= 1 << UInt64(index)
                    heads.append(
                        Head(
                            format: 1 << UInt64(index), mask: head.mask, value: head.value,
                            needsNumberAfterWord: head.needsNumberAfterWord))
                }
            }
            possible.append(bits)
            starts.append(heads.count)
        }
        (self.possible, self.heads, self.starts) = (possible, heads, starts)
        dated = formats.enumerated().reduce(0) { $1.element.mayBeginWithDate ? $0 | 1 << UInt64($1.offset) : $0 }
    }

    /// The formats that a line of at least eight bytes may have by its beginning: bit n for format n.
    func candidates(of line: Line) -> UInt64 {
        let byte = Int(line[0])
        var allowed = possible[byte]
        guard allowed != 0 else { return 0 }
        let word = Self.word(of: line)
        // The commonest beginning of all: few formats have it, and the others need not be asked.
        if Self.isDate(word) { allowed &= dated }
        var (admitted, hasNumber) = (UInt64(0), Bool?.none)
        for index in starts[byte]..<starts[byte + 1] where heads[index].format & allowed != 0 {
            let head = heads[index]
            guard word & head.mask == head.value else { continue }
            if head.needsNumberAfterWord {
                let isThere = hasNumber ?? LineHead.hasNumberAfterWord(line)
                hasNumber = isThere
                if !isThere { continue }
            }
            admitted |= head.format
        }
        return admitted
    }

    /// The formats that a line may have by its first byte.
    func possible(_ line: Line) -> UInt64 { possible[Int(line[0])] }

    /// Whether the word is `0000-00-` or `0000/00/`, with digits in place of zeros.
    private static func isDate(_ word: UInt64) -> Bool {
        let shape = word & 0xFFF0_F0FF_F0F0_F0F0
        return shape == 0x2D30_302D_3030_3030 || shape == 0x2F30_302F_3030_3030
    }

    /// The first eight bytes of a line that has at least as many.
    static func word(of line: Line) -> UInt64 {
        line.baseAddress.map { UInt64(littleEndian: UnsafeRawPointer($0).loadUnaligned(as: UInt64.self)) } ?? 0
    }
}
