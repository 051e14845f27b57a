import FoundationEssentials

/// Finds a member that an object has twice. Decoders keep one of both and say nothing, so that two readers of one
/// document can see different values (RFC 8259, section 4).
package enum RepeatedMember {
    private enum Level {
        case array
        case object(Set<String>)
    }

    /// The name of the first member that is repeated in its object, at any depth.
    /// - Parameter json: a document that a decoder accepts; of anything else the answer has no meaning.
    package static func first(in json: some Sequence<UInt8>) -> String? {
        let bytes = Array(json)
        var (levels, index) = ([Level](), 0)
        while index < bytes.count {
            switch bytes[index] {
            case UInt8(ascii: "{"): levels.append(.object([]))
            case UInt8(ascii: "["): levels.append(.array)
            case UInt8(ascii: "}"), UInt8(ascii: "]"): _ = levels.popLast()
            case UInt8(ascii: "\""):
                let end = endOfString(bytes, from: index)
                // Only a name has a colon behind it.
                if case .object(var names)? = levels.last, isName(bytes, end) {
                    let name = text(bytes[index..<end])
                    // Held once: otherwise each insertion would copy all names before it.
                    levels[levels.count - 1] = .array
                    guard names.insert(name).inserted else { return name }
                    levels[levels.count - 1] = .object(names)
                }
                index = end
                continue
            default: break
            }
            index += 1
        }
        return nil
    }

    /// The index behind the closing quotation mark.
    private static func endOfString(_ bytes: [UInt8], from start: Int) -> Int {
        var index = start + 1
        while index < bytes.count, bytes[index] != UInt8(ascii: "\"") {
            index += bytes[index] == UInt8(ascii: "\\") ? 2 : 1
        }
        return min(index + 1, bytes.count)
    }

    private static func isName(_ bytes: [UInt8], _ end: Int) -> Bool {
        bytes[end...].first { ![0x20, 0x09, 0x0A, 0x0D].contains($0) } == UInt8(ascii: ":")
    }

    /// Without escapes: two spellings of one name are the same.
    private static func text(_ literal: ArraySlice<UInt8>) -> String {
        // Most names have none, and a decoder for each would take most of the time.
        guard literal.contains(UInt8(ascii: "\\")) else {
            return String(decoding: literal.dropFirst().dropLast(), as: UTF8.self)
        }
        return (try? JSONDecoder().decode(String.self, from: Data(literal))) ?? String(decoding: literal, as: UTF8.self)
    }
}
