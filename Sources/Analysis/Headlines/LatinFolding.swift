/// Latin letters without accents, in lower case.
enum LatinFolding {
    static func isLetter(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x41...0x5A, 0x61...0x7A: true
        case 0xC0...0x17F: scalar.value != 0xD7 && scalar.value != 0xF7
        case ..<0x180: false
        default: scalar.properties.isAlphabetic
        }
    }

    static func append(_ scalar: Unicode.Scalar, to bytes: inout [UInt8]) {
        switch scalar.value {
        case 0x41...0x5A: bytes.append(UInt8(scalar.value) | 0x20)
        case 0x61...0x7A, 0x30...0x39: bytes.append(UInt8(scalar.value))
        case 0xC0...0xFF: bytes.append(contentsOf: latin1[Int(scalar.value) - 0xC0].utf8)
        case 0x152, 0x153: bytes.append(contentsOf: "oe".utf8)
        default: bytes.append(contentsOf: scalar.properties.lowercaseMapping.utf8)
        }
    }

    /// The text in lower case without accents.
    static func folded(_ text: some StringProtocol) -> String {
        var bytes: [UInt8] = []
        for scalar in text.unicodeScalars {
            if isLetter(scalar) { append(scalar, to: &bytes) } else { bytes.append(contentsOf: String(scalar).utf8) }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// U+00C0 to U+00FF.
    private static let latin1 = [
        "a", "a", "a", "a", "a", "a", "ae", "c", "e", "e", "e", "e", "i", "i", "i", "i",
        "d", "n", "o", "o", "o", "o", "o", "", "o", "u", "u", "u", "u", "y", "th", "ss",
        "a", "a", "a", "a", "a", "a", "ae", "c", "e", "e", "e", "e", "i", "i", "i", "i",
        "d", "n", "o", "o", "o", "o", "o", "", "o", "u", "u", "u", "u", "y", "th", "y",
    ]
}
