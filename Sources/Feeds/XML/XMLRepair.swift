/// Repairs common errors of feeds before parsing.
enum XMLRepair {
    /// The document as UTF-8, without leading text (spaces, warnings of the server) and XML declaration, without
    /// control characters, and with ampersands escaped that do not begin a reference of XML. `&nbsp;` and `&eacute;`
    /// are left to the HTML parser.
    static func repaired(_ text: String) -> [UInt8] {
        let bytes = Array(text.utf8)
        let start = start(of: bytes)
        var repaired: [UInt8] = []
        repaired.reserveCapacity(bytes.count - start + 64)
        var index = start
        var isInCDATA = false
        while index < bytes.count {
            let byte = bytes[index]
            switch byte {
            case 0..<9, 11, 12, 14..<32, 127: break
            case UInt8(ascii: "&") where !isInCDATA && !beginsReference(bytes, index):
                repaired += Array("&amp;".utf8)
            case UInt8(ascii: "<") where !isInCDATA && starts(bytes, index, with: "<![CDATA["):
                isInCDATA = true
                repaired.append(byte)
            case UInt8(ascii: "]") where isInCDATA && starts(bytes, index, with: "]]>"):
                isInCDATA = false
                repaired.append(byte)
            default: repaired.append(byte)
            }
            index += 1
        }
        return repaired
    }

    /// The maximum offset of the XML declaration.
    private static let prologLimit = 4096

    private static func start(of bytes: [UInt8]) -> Int {
        let open = UInt8(ascii: "<")
        var first: Int?
        for index in 0..<min(bytes.count, prologLimit) where bytes[index] == open {
            if starts(bytes, index, with: "<?xml "), let end = bytes[index...].firstIndex(of: UInt8(ascii: ">")) {
                return end + 1
            }
            if first == nil { first = index }
        }
        return first ?? bytes.count
    }

    /// Whether the ampersand at `index` begins `&amp;`, `&#8217;` or another reference defined by XML itself.
    private static func beginsReference(_ bytes: [UInt8], _ index: Int) -> Bool {
        let name = bytes[(index + 1)...].prefix(10).prefix { $0 != UInt8(ascii: ";") }
        guard index + 1 + name.count < bytes.count, bytes[index + 1 + name.count] == UInt8(ascii: ";") else {
            return false
        }
        let text = String(decoding: name, as: UTF8.self)
        if ["amp", "lt", "gt", "quot", "apos"].contains(text) { return true }
        if text.hasPrefix("#x") || text.hasPrefix("#X") {
            return isCharacter(UInt32(text.dropFirst(2), radix: 16)) && text.hasPrefix("#x")
        }
        return text.hasPrefix("#") && isCharacter(UInt32(text.dropFirst()))
    }

    /// Whether XML allows the character (XML 1.0, 2.2).
    private static func isCharacter(_ value: UInt32?) -> Bool {
        guard let value, Unicode.Scalar(value) != nil else { return false }
        return value == 9 || value == 10 || value == 13 || (value >= 32 && value != 0xFFFE && value != 0xFFFF)
    }

    private static func starts(_ bytes: [UInt8], _ index: Int, with text: StaticString) -> Bool {
        guard index + text.utf8CodeUnitCount <= bytes.count else { return false }
        return text.withUTF8Buffer { bytes[index..<(index + $0.count)].elementsEqual($0) }
    }
}
