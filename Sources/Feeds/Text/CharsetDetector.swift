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
        let guess =
            found == 0
            ? nil
            : Charset(label: String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self))
        // ICU does not know Thai, and takes it for a European language.
        return (guess == nil || guess?.name == "CP1252") && isThai(bytes[start..<min(bytes.count, start + limit)])
            ? Charset(label: "tis-620") : guess
    }

    /// Whether bytes beyond ASCII are letters and vowels of TIS-620, and stand together as they never do in Latin
    /// scripts: words of six and more on average.
    private static func isThai(_ bytes: ArraySlice<UInt8>) -> Bool {
        var (letters, words, isInWord) = (0, 0, false)
        for byte in bytes {
            guard byte >= 0x80 else {
                isInWord = false
                continue
            }
            guard (0xA1...0xDA).contains(byte) || (0xDF...0xFB).contains(byte) || byte == 0xA0 else { return false }
            letters += 1
            if !isInWord { words += 1 }
            isInWord = true
        }
        return words > 0 && letters >= words * 6
    }
}
