package import FoundationEssentials

extension DataProtocol {
    /// Base64url without padding (RFC 4648, 5).
    package var base64URL: String {
        Data(self).base64EncodedString().replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    }
}

extension Array<UInt8> {
    /// The bytes of a text in base64url (RFC 4648, 5), with or without padding; `nil` for any other text.
    package init?(base64URL text: some StringProtocol) {
        var digits = Swift.Array(text.utf8)
        while digits.last == UInt8(ascii: "="), digits.count % 4 == 0 || digits.count % 4 == 3 { digits.removeLast() }
        guard digits.count % 4 != 1, digits.allSatisfy(Self.isDigit) else { return nil }
        let plain = digits.map { digit -> UInt8 in
            switch digit {
            case UInt8(ascii: "-"): UInt8(ascii: "+")
            case UInt8(ascii: "_"): UInt8(ascii: "/")
            default: digit
            }
        }
        let padding = Swift.Array(repeating: UInt8(ascii: "="), count: (4 - digits.count % 4) % 4)
        guard let data = Data(base64Encoded: Data(plain + padding)) else { return nil }
        self = Swift.Array(data)
    }

    private static func isDigit(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "-"), UInt8(ascii: "_"): true
        default: false
        }
    }
}
