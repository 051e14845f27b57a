/// A name of at most 16 bytes, ASCII letters lower-cased, as two integers: names are compared and looked up without a
/// string.
struct PackedName: Hashable, Sendable {
    private var low: UInt64 = 0
    private var high: UInt64 = 0

    /// `nil` when empty or longer than 16 bytes.
    init?(_ bytes: [UInt8], _ range: Range<Int>) {
        guard (1...16).contains(range.count) else { return nil }
        if range.lowerBound >= 0, range.lowerBound + 16 <= bytes.count {
            // Eight at a time: looked up for every tag.
            (low, high) = bytes.withUnsafeBytes {
                (
                    EightBytes($0, at: range.lowerBound).lowercased(range.count),
                    range.count > 8 ? EightBytes($0, at: range.lowerBound + 8).lowercased(range.count - 8) : 0
                )
            }
            return
        }
        var shift: UInt64 = 0
        for index in range.lowerBound..<min(range.lowerBound + 8, range.upperBound) {
            low |= UInt64(bytes[index].asciiLowercased) << shift
            shift += 8
        }
        guard range.count > 8 else { return }
        shift = 0
        for index in (range.lowerBound + 8)..<range.upperBound {
            high |= UInt64(bytes[index].asciiLowercased) << shift
            shift += 8
        }
    }

    init?(_ text: some StringProtocol) {
        let bytes = Array(text.utf8)
        self.init(bytes, 0..<bytes.count)
    }

    fileprivate var slot: Int { Int(truncatingIfNeeded: (low ^ high &* 31) &* 0x9E37_79B9_7F4A_7C15 >> 40) }
}

/// What names stand for. Looked up for every tag, so without Swift's hashing, which resists attacks: the names here are
/// fixed.
struct NameTable<Value: Sendable>: Sendable {
    private var slots: [(name: PackedName, value: Value)?]

    /// - Parameter entries: each word stands for the value.
    init(_ entries: [(words: String, value: Value)]) {
        let words = entries.flatMap { entry in
            entry.words.split(separator: " ").compactMap { word in PackedName(word).map { ($0, entry.value) } }
        }
        var size = 8
        while size < words.count * 4 { size *= 2 }
        slots = Array(repeating: nil, count: size)
        for (name, value) in words {
            var index = name.slot & (size - 1)
            while let taken = slots[index], taken.name != name { index = (index + 1) & (size - 1) }
            slots[index] = (name, value)
        }
    }

    subscript(_ name: PackedName) -> Value? {
        var index = name.slot & (slots.count - 1)
        while let slot = slots[index] {
            if slot.name == name { return slot.value }
            index = (index + 1) & (slots.count - 1)
        }
        return nil
    }
}

extension UInt8 {
    var asciiLowercased: UInt8 { self &- 65 < 26 ? self | 0x20 : self }
    var isASCIILetter: Bool { (self | 0x20) &- 97 < 26 }
    var isASCIIDigit: Bool { self &- 48 < 10 }
    /// Space, tab, line feed, form feed and carriage return.
    var isMarkupSpace: Bool { self == 32 || self == 9 || self == 10 || self == 13 || self == 12 }
    /// The value of a hexadecimal digit.
    var hexadecimalValue: UInt8? {
        switch self {
        case 48...57: self - 48
        case 65...70: self - 55
        case 97...102: self - 87
        default: nil
        }
    }
}
