import Support

/// Inputs made from others, the same for the same seed.
package struct Mutations {
    private let corpus: [[UInt8]]
    private let words: [[UInt8]]
    private var numbers: SeededGenerator

    /// Words that have broken parsers of any format.
    private static let hostile = [
        "0", "-1", "9223372036854775807", "-9223372036854775808", "9223372036854775808", "18446744073709551615",
        "253402300799999", "1e308", "1e999", "-0", "NaN", "inf", "0x7fffffff", "٣", "", " ", "\n", "\r\n", "\t", "\0",
        "\u{1B}[2J", "\u{9B}", "\u{202E}", "\u{FEFF}", "é", "🇫🇷", "%00", "%", "%zz", "..", "/", "//", "\\", "'", "\"",
        "<", ">", "&", "&#x0;", "]]>", "{", "}", "[", "]", ",", ":", ";", "=", "?", "#", "@",
    ]

    /// - Parameter corpus: valid inputs, in an order that stays.
    package init(of corpus: [[UInt8]], words: [String], seed: UInt64) {
        self.corpus = corpus.isEmpty ? [[]] : corpus
        self.words = (words + Self.hostile).map { Array($0.utf8) }
        numbers = SeededGenerator(seed: seed)
    }

    /// The next input: one of the corpus, changed in one to eight places.
    package mutating func next() -> [UInt8] {
        var bytes = corpus[random(corpus.count)]
        for _ in 0...random(8) { change(&bytes) }
        return bytes
    }

    private mutating func change(_ bytes: inout [UInt8]) {
        let place = random(bytes.count + 1)
        switch random(9) {
        case 0 where place < bytes.count: bytes[place] ^= 1 << UInt8(random(8))
        case 1 where place < bytes.count: bytes[place] = UInt8(random(256))
        case 2: bytes.insert(UInt8(random(256)), at: place)
        case 3: bytes.removeSubrange(place..<min(bytes.count, place + 1 + random(16)))
        case 4: bytes.replaceSubrange(place..<min(bytes.count, place + random(4)), with: word())
        case 5: replaceNumber(in: &bytes, from: place)
        case 6: bytes.removeLast(bytes.count - place)
        case 7: bytes.insert(contentsOf: bytes[place..<min(bytes.count, place + 64)], at: place)
        default: cross(&bytes, at: place)
        }
    }

    /// Puts a hostile word where a number is.
    private mutating func replaceNumber(in bytes: inout [UInt8], from place: Int) {
        func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
        guard let start = bytes[place...].firstIndex(where: isDigit) else { return }
        let end = bytes[start...].firstIndex { !isDigit($0) } ?? bytes.count
        bytes.replaceSubrange(start..<end, with: word())
    }

    /// Continues with the end of another input.
    private mutating func cross(_ bytes: inout [UInt8], at place: Int) {
        let other = corpus[random(corpus.count)]
        bytes.replaceSubrange(place..., with: other[random(other.count + 1)...])
    }

    private mutating func word() -> [UInt8] { words[random(words.count)] }

    private mutating func random(_ count: Int) -> Int { Int(numbers.next() % UInt64(max(1, count))) }
}
