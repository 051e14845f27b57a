/// What a document is as UTF-8.
struct UTF8Survey {
    /// Scalars beyond ASCII.
    private(set) var valid = 0
    /// Bytes that are no part of a scalar.
    private(set) var invalid = 0
    /// Whether a scalar has more than two bytes.
    private(set) var hasLongScalars = false
    /// ISO 2022 and UTF-7 look like ASCII.
    var isASCII: Bool { valid == 0 && invalid == 0 }
    var isClean: Bool { invalid == 0 && !hasSurrogates }
    /// Whether a scalar beyond U+FFFF is written as two surrogates (CESU-8), as some databases do.
    private var hasSurrogates = false

    init(_ bytes: [UInt8]) {
        var index = 0
        let end = bytes.count
        while index < end {
            index = bytes.endOfASCII(from: index)
            guard index < end else { return }
            let (scalar, length) = UTF8Scalar.decode(bytes, at: index, to: end)
            if Self.surrogates(bytes, at: index) != nil {
                valid += 1
                (hasSurrogates, hasLongScalars) = (true, true)
                index += 6
                continue
            }
            if scalar == 0xFFFD, length == 1 {
                // A document that is cut within a character is valid up to there.
                if end - index < 4, bytes[index] >= 0xC2, bytes[(index + 1)...].allSatisfy({ $0 & 0xC0 == 0x80 }) {
                    return
                }
                invalid += 1
            } else {
                valid += 1
                if length > 2 { hasLongScalars = true }
            }
            index += length
        }
    }

    /// The scalar of two surrogates of three bytes each; `nil` where there are none.
    private static func surrogates(_ bytes: [UInt8], at index: Int) -> UInt32? {
        guard bytes[index] == 0xED, index + 5 < bytes.count, bytes[index + 3] == 0xED,
            (0xA0...0xAF).contains(bytes[index + 1]), (0xB0...0xBF).contains(bytes[index + 4]),
            bytes[index + 2] & 0xC0 == 0x80, bytes[index + 5] & 0xC0 == 0x80
        else { return nil }
        let high = UInt32(bytes[index + 1] & 0x0F) << 6 | UInt32(bytes[index + 2] & 0x3F)
        let low = UInt32(bytes[index + 4] & 0x0F) << 6 | UInt32(bytes[index + 5] & 0x3F)
        return 0x10000 + high << 10 + low
    }

    /// Whether the first byte of a scalar of two stands at the end of a word: there the scalar was cut. Within a word
    /// it is a letter of windows-1252.
    private static func isCut(_ bytes: [UInt8], at index: Int) -> Bool {
        guard bytes[index] == 0xC2 || bytes[index] == 0xC3 else { return false }
        return index + 1 >= bytes.count || !bytes[index + 1].isASCIILetter && bytes[index + 1] < 0x80
    }

    /// UTF-8 in which a stray byte is that of windows-1252, as where texts of two systems were put together; the rest
    /// of a scalar that was cut is U+FFFD.
    static func repaired(_ bytes: [UInt8]) -> [UInt8] {
        var repaired: [UInt8] = []
        let limit = DecodedText.limit(for: bytes.count, whole: 4096)
        // A stray byte becomes three at most; a text that outgrows its place is in memory twice.
        repaired.reserveCapacity(min(limit, bytes.count + 2 * UTF8Survey(bytes).invalid) + 16)
        var index = 0
        while index < bytes.count, repaired.count < limit {
            let byte = bytes[index]
            if let scalar = surrogates(bytes, at: index) {
                UTF8Scalar.append(scalar, to: &repaired)
                index += 6
                continue
            }
            let length = UTF8Scalar.decode(bytes, at: index, to: bytes.count).length
            if byte < 0x80 || length > 1 {
                repaired += bytes[index..<index + length]
                index += length
                continue
            }
            var next = index + 1
            while byte >= 0xE0, next < min(bytes.count, index + 4), bytes[next] & 0xC0 == 0x80 { next += 1 }
            let isCut = next > index + 1 || byte > 0xF4 || isCut(bytes, at: index)
            UTF8Scalar.append(isCut ? 0xFFFD : Windows1252.scalar(byte), to: &repaired)
            index = next
        }
        return repaired
    }
}

/// How much memory the text of a document may take.
enum DecodedText {
    /// A document that is nothing but characters whose UTF-8 is longer is no feed: what goes beyond is cut off, so that
    /// document and text take less than three times its size.
    /// - Parameter whole: the size of documents in bytes whose text is kept whatever its length, as one of Thai may be.
    static func limit(for count: Int, whole: Int = 256 << 10) -> Int {
        count <= whole ? count * 3 : max(whole * 3, count + count / 2 + count / 10)
    }
}

/// UTF-16 and UTF-32.
enum UnicodeUnits {
    static func utf8(from16 bytes: [UInt8], from start: Int, bigEndian: Bool) -> [UInt8] {
        var text: [UInt8] = []
        // A unit of two bytes has three at most.
        text.reserveCapacity(bytes.count + bytes.count / 2)
        func unit(_ index: Int) -> UInt32 {
            let (first, second) = (UInt32(bytes[index]), UInt32(bytes[index + 1]))
            return bigEndian ? first << 8 | second : second << 8 | first
        }
        var index = start
        while index + 1 < bytes.count {
            var scalar = unit(index)
            index += 2
            if (0xD800..<0xDC00).contains(scalar), index + 1 < bytes.count,
                case let low = unit(index), (0xDC00..<0xE000).contains(low)
            {
                scalar = 0x10000 + (scalar - 0xD800) << 10 + (low - 0xDC00)
                index += 2
            }
            UTF8Scalar.append(scalar, to: &text)
        }
        return text
    }

    static func utf8(from32 bytes: [UInt8], from start: Int, bigEndian: Bool) -> [UInt8] {
        var text: [UInt8] = []
        text.reserveCapacity(bytes.count / 2)
        for index in stride(from: start, to: bytes.count - 3, by: 4) {
            var scalar: UInt32 = 0
            for offset in 0..<4 { scalar = scalar << 8 | UInt32(bytes[index + (bigEndian ? offset : 3 - offset)]) }
            UTF8Scalar.append(scalar, to: &text)
        }
        return text
    }
}

extension Windows1252 {
    static func utf8(_ bytes: [UInt8]) -> [UInt8] {
        var text: [UInt8] = []
        // The languages of western Europe have a letter of two bytes now and then, and nearly none of three.
        let limit = DecodedText.limit(for: bytes.count, whole: 4096)
        let size = bytes.reduce(0) { $0 + ($1 < 0x80 ? 1 : $1 < 0xA0 ? 3 : 2) }
        text.reserveCapacity(min(limit, size) + 3)
        for byte in bytes {
            guard text.count < limit else { break }
            UTF8Scalar.append(scalar(byte), to: &text)
        }
        return text
    }
}
