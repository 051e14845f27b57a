/// A reply of a mail server (RFC 5321, 4.2).
struct SMTPReply: Hashable, Sendable {
    let code: Int
    /// Without the code.
    let lines: [String]

    /// The code, with the enhanced one (RFC 3463, 2) where the text begins with one.
    var status: String {
        let word = lines.last?.prefix { $0 != " " } ?? ""
        let parts = word.split(separator: ".", omittingEmptySubsequences: false)
        let isEnhanced =
            parts.count == 3
            && parts.allSatisfy { (1...3).contains($0.count) && $0.utf8.allSatisfy { (48...57).contains($0) } }
        return isEnhanced ? "\(code) \(word)" : "\(code)"
    }

    /// The parameters of an extension that the reply to EHLO names, in upper case; `nil` where it does not.
    func parameters(of keyword: String) -> [String]? {
        for line in lines.dropFirst() {
            // "AUTH=PLAIN" is how old servers write it.
            let words = line.uppercased().split { $0 == " " || $0 == "=" }.map(String.init)
            if words.first == keyword { return Array(words.dropFirst()) }
        }
        return nil
    }
}

/// Puts replies together from the bytes of a connection.
struct SMTPReplyParser {
    private var pending: [UInt8] = []
    private var code: Int?
    private var lines: [String] = []

    /// Longer than the 512 bytes of RFC 5321, 4.5.3.1.5, which servers exceed.
    private static let longestLine = 2048
    private static let mostLines = 100

    /// Whether bytes wait that belong to no reply yet.
    var hasRest: Bool { !pending.isEmpty || !lines.isEmpty }

    mutating func append(_ bytes: some Sequence<UInt8>) { pending.append(contentsOf: bytes) }

    /// `nil` until the next reply is complete.
    mutating func next() throws(SMTPFailure) -> SMTPReply? {
        while let end = pending.firstIndex(of: 0x0A) {
            var line = pending[..<end]
            if line.last == 0x0D { line.removeLast() }
            guard line.count <= Self.longestLine else { throw .tooLong }
            let text = String(decoding: line, as: UTF8.self)
            pending.removeSubrange(...end)
            let digits = text.utf8.prefix(3)
            guard digits.count == 3, digits.allSatisfy({ (48...57).contains($0) }),
                let number = Int(text.prefix(3)), (200..<600).contains(number), code == nil || code == number
            else { throw .malformed }
            let separator = text.utf8.dropFirst(3).first
            guard separator == nil || separator == 0x20 || separator == 0x2D else { throw .malformed }
            code = number
            lines.append(String(text.dropFirst(4)))
            guard lines.count <= Self.mostLines else { throw .tooLong }
            guard separator != 0x2D else { continue }
            defer { (code, lines) = (nil, []) }
            return SMTPReply(code: number, lines: lines)
        }
        guard pending.count <= Self.longestLine else { throw .tooLong }
        return nil
    }
}
