/// Collects text as a person reads it, in UTF-8: spaces collapsed, without controls, bidirectional marks and other
/// invisible characters, and with C1 controls as the windows-1252 characters that were meant.
///
/// A base character keeps ``markLimit`` combining marks, so that a character is no longer than software must expect.
struct TextSink {
    private(set) var bytes: [UInt8] = []
    private var isSpaceDue = false
    /// Whether only ASCII was appended.
    private(set) var isASCII = true
    private(set) var scalarCount = 0
    private let scalarLimit: Int
    /// The marks since the last base character.
    private var marks = 0

    /// More than any script needs (Unicode Standard Annex 15, 13: Stream-Safe Text Format).
    static let markLimit = 30

    /// - Parameters:
    ///   - scalarLimit: what comes after as many scalars is dropped.
    ///   - capacity: the bytes that the text will likely have.
    init(scalarLimit: Int = .max, capacity: Int = 0) {
        self.scalarLimit = scalarLimit
        if capacity > 0 { bytes.reserveCapacity(capacity) }
    }

    var isEmpty: Bool { bytes.isEmpty }
    /// Whether more text would change nothing.
    var isFull: Bool { scalarCount > scalarLimit }

    var text: String { String(decoding: bytes, as: UTF8.self) }

    mutating func space() { isSpaceDue = true }

    /// One character of ASCII.
    mutating func append(ascii byte: UInt8) {
        if byte > 32, byte < 127 {
            settleSpace()
            bytes.append(byte)
            scalarCount += 1
            marks = 0
        } else if byte.isMarkupSpace {
            isSpaceDue = true
        }
    }

    /// Text in UTF-8. An invalid byte becomes U+FFFD.
    mutating func append(_ source: [UInt8], _ range: Range<Int>) {
        var index = range.lowerBound
        while index < range.upperBound, !isFull {
            let byte = source[index]
            if byte > 32, byte < 127 {
                // Words with single spaces at once, no more of them than are wanted.
                let wanted = scalarLimit - scalarCount
                let end = wanted < range.upperBound - index ? index + wanted + 1 : range.upperBound
                let stop = Self.endOfWords(source, from: index, to: end)
                settleSpace()
                source.withUnsafeBufferPointer {
                    bytes.append(contentsOf: UnsafeBufferPointer(rebasing: $0[index..<stop]))
                }
                scalarCount += stop - index
                marks = 0
                index = stop
            } else if byte < 0x80 {
                append(ascii: byte)
                index += 1
            } else {
                let (scalar, length) = UTF8Scalar.decode(source, at: index, to: range.upperBound)
                append(scalar)
                index += length
            }
        }
    }

    /// Where a text of words that single spaces separate ends, all in ASCII.
    private static func endOfWords(_ source: [UInt8], from start: Int, to end: Int) -> Int {
        source.withUnsafeBytes { source in
            var stop = start + 1
            while stop < end {
                if stop + 8 <= end {
                    let count = EightBytes(source, at: stop).wordCount
                    stop += count
                    guard count == 0 else { continue }
                }
                let byte = source[stop]
                let isInWord = byte > 32 && byte < 127
                guard isInWord || byte == 32 && stop + 1 < end && source[stop + 1] > 32 && source[stop + 1] < 127 else {
                    break
                }
                stop += 1
            }
            return stop
        }
    }

    mutating func append(_ value: UInt32) {
        if value < 0x80 { return append(ascii: UInt8(value)) }
        let value = value < 0xA0 ? Windows1252.scalar(UInt8(value)) : value
        switch InvisibleCharacter.kind(of: value) {
        case .space: isSpaceDue = true
        case .hidden: break
        case .mark:
            guard marks < Self.markLimit else { return }
            marks += 1
            write(value)
        case .seen:
            marks = 0
            write(value)
        }
    }

    private mutating func write(_ value: UInt32) {
        settleSpace()
        isASCII = false
        scalarCount += 1
        UTF8Scalar.append(value, to: &bytes)
    }

    private mutating func settleSpace() {
        guard isSpaceDue else { return }
        isSpaceDue = false
        guard !bytes.isEmpty else { return }
        bytes.append(32)
        scalarCount += 1
    }
}

/// Which characters are spaces, and which are not seen.
enum InvisibleCharacter {
    /// A mark is seen with the character before it.
    enum Kind { case seen, mark, space, hidden }

    /// Without a Unicode table for the scripts that nearly all news is in.
    static func kind(of value: UInt32) -> Kind {
        switch value {
        case 0xA0: .space
        case 0xAD: .hidden
        case 0x483...0x489, 0x64B...0x65F, 0x302A...0x302F, 0x3099...0x309A: .mark
        case 0xA1...0x2FF, 0x370...0x377, 0x384...0x38A, 0x390...0x3FF, 0x400...0x52F, 0x5D0...0x5EA, 0x620...0x669,
            0x2010...0x2027, 0x2030...0x205E, 0x20A0...0x20BF, 0x3001...0x303F, 0x3041...0x3096, 0x3099...0x30FF,
            0x3400...0x4DBF, 0x4E00...0x9FFF, 0xAC00...0xD7A3, 0x1F300...0x1F6D7:
            .seen
        default: general(value)
        }
    }

    private static func general(_ value: UInt32) -> Kind {
        guard let scalar = Unicode.Scalar(value) else { return .hidden }
        // Joiners and two variation selectors are part of emoji and Persian. Other invisible characters change the
        // direction of text or hide content.
        if [0x200C, 0x200D, 0xFE0E, 0xFE0F].contains(value) { return .mark }
        let properties = scalar.properties
        if properties.isWhitespace { return .space }
        if properties.isDefaultIgnorableCodePoint || properties.isNoncharacterCodePoint { return .hidden }
        switch properties.generalCategory {
        case .control, .format, .surrogate, .privateUse: return .hidden
        case .nonspacingMark, .spacingMark, .enclosingMark: return .mark
        default: return .seen
        }
    }
}

/// The characters of windows-1252 that differ from ISO 8859-1
/// (https://encoding.spec.whatwg.org/index-windows-1252.txt).
enum Windows1252 {
    private static let scalars: [UInt32] = [
        0x20AC, 0x81, 0x201A, 0x192, 0x201E, 0x2026, 0x2020, 0x2021, 0x2C6, 0x2030, 0x160, 0x2039, 0x152, 0x8D, 0x17D,
        0x8F, 0x90, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x2DC, 0x2122, 0x161, 0x203A, 0x153, 0x9D,
        0x17E, 0x178,
    ]

    static func scalar(_ byte: UInt8) -> UInt32 {
        (0x80..<0xA0).contains(byte) ? scalars[Int(byte) - 0x80] : UInt32(byte)
    }
}
