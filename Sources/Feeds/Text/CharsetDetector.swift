import CICU

/// Guesses the encoding of a document from its bytes, with ICU
/// (https://unicode-org.github.io/icu/userguide/conversion/detection.html).
enum CharsetDetector {
    /// Enough for a guess.
    private static let limit = 65_536

    /// `nil` without a guess that can be read.
    static func guess(_ bytes: [UInt8]) -> Charset? {
        // The part around the first byte beyond ASCII, as what is before says nothing.
        let first = bytes.firstIndex { $0 >= 0x80 } ?? 0
        let start = max(0, min(first - 1024, bytes.count - limit))
        var name = [CChar](repeating: 0, count: 64)
        let found = bytes[start..<min(bytes.count, start + limit)].withUnsafeBytes { sample in
            charset_detect(sample.bindMemory(to: CChar.self).baseAddress, Int32(sample.count), &name, Int32(name.count))
        }
        guard found != 0 else { return nil }
        return Charset(label: String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self))
    }
}
