import Domain

/// The objects of a JSON array, one by one (RFC 8259).
final class JSONObjects {
    /// The number of the newest object, from 1.
    private(set) var number = 0
    private let source: any ByteSource
    private let name: String
    private var bytes: [UInt8] = []
    private var start = 0
    private var isAtEnd = false
    private var (hasBegun, hasEnded) = (false, false)

    /// A longer object is none of ours.
    static let longest = 1 << 20

    init(_ source: any ByteSource, name: String) {
        self.source = source
        self.name = name
    }

    /// The bytes of the next object; `nil` after the end of the array, which is the end of the source: what it has
    /// left is read, so that the checksum of a compressed file is compared too.
    func next() throws(ImportFailure) -> ArraySlice<UInt8>? {
        if hasEnded { return nil }
        if !hasBegun {
            guard try nextByte() == UInt8(ascii: "[") else { throw malformed }
            hasBegun = true
        }
        var byte = try nextByte()
        if byte == UInt8(ascii: ","), number > 0 { byte = try nextByte() }
        if byte == UInt8(ascii: "]") {
            guard try nextByte() == nil else { throw trailed }
            hasEnded = true
            return nil
        }
        guard byte == UInt8(ascii: "{") else { throw malformed }
        start -= 1
        number += 1
        let length = try lengthOfObject()
        defer { start += length }
        return bytes[start..<(start + length)]
    }

    private func lengthOfObject() throws(ImportFailure) -> Int {
        var (depth, isText, isEscaped, place) = (0, false, false, 0)
        while true {
            if start + place == bytes.count, try !refill() { throw malformed }
            let byte = bytes[start + place]
            place += 1
            guard place <= Self.longest else { throw malformed }
            if isEscaped {
                isEscaped = false
            } else if isText {
                isEscaped = byte == UInt8(ascii: "\\")
                isText = byte != UInt8(ascii: "\"")
            } else if byte == UInt8(ascii: "\"") {
                isText = true
            } else if byte == UInt8(ascii: "{") || byte == UInt8(ascii: "[") {
                depth += 1
            } else if byte == UInt8(ascii: "}") || byte == UInt8(ascii: "]") {
                depth -= 1
                if depth == 0 { return place }
            }
        }
    }

    /// The next byte that is no space.
    private func nextByte() throws(ImportFailure) -> UInt8? {
        while true {
            if start == bytes.count, try !refill() { return nil }
            let byte = bytes[start]
            start += 1
            if ![32, 9, 10, 13].contains(byte) { return byte }
        }
    }

    private func refill() throws(ImportFailure) -> Bool {
        bytes.removeFirst(start)
        start = 0
        let more = isAtEnd ? [] : try source.next(64 << 10)
        isAtEnd = more.isEmpty
        bytes += more
        return !more.isEmpty
    }

    private var trailed: ImportFailure {
        ImportFailure(
            .damaged,
            Phrase(
                "\(name): more text follows the JSON array, which ends after element \(number)",
                fr: "\(name)\u{A0}: du texte suit le tableau JSON, qui se termine après l’élément \(number)"),
            hint: Phrase(
                "import each file on its own; nothing of this one was imported",
                fr: "importez chaque fichier séparément\u{A0}; rien de celui-ci n’a été importé"))
    }

    private var malformed: ImportFailure {
        ImportFailure(
            .damaged,
            Phrase(
                "\(name): not a JSON array of objects after element \(number)",
                fr: "\(name)\u{A0}: ce n’est pas un tableau JSON d’objets à partir de l’élément \(number)"),
            hint: Phrase(
                "import a file that bitcoin-analyzer export wrote, or CSV",
                fr: "importez un fichier écrit par bitcoin-analyzer export, ou du CSV"))
    }
}
