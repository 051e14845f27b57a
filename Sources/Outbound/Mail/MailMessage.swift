package import Domain
import FoundationEssentials

/// An e-mail in plain text.
package struct MailMessage: Hashable, Sendable {
    /// Letters, digits and hyphens; the same for each attempt, so that a receiver can discard duplicates.
    package let id: String
    /// Addresses of RFC 5321, 4.1.2.
    package let from: String
    package let to: [String]
    package let subject: String
    package let text: String
    package let date: Timestamp

    package init(id: String, from: String, to: [String], subject: String, text: String, date: Timestamp) {
        (self.id, self.from, self.to, self.subject, self.text, self.date) = (id, from, to, subject, text, date)
    }

    /// The message of RFC 5322, its lines ending in CR LF, all of ASCII and at most 78 characters.
    var bytes: [UInt8] {
        let domain = from.split(separator: "@").last.map(String.init) ?? "localhost"
        let identifier = id.filter { $0.isASCII && ($0.isLetter || $0.isNumber || "-_.".contains($0)) }
        let fields = [
            "Date: " + date.httpDate.replacing("GMT", with: "+0000"),
            "From: Bitcoin Analyzer <\(from)>", "To: " + to.joined(separator: ",\r\n "),
            "Message-ID: <\(identifier)@\(domain)>", "Subject: " + Self.header(subject),
            // RFC 3834: nobody's absence note answers it.
            "Auto-Submitted: auto-generated",
            "MIME-Version: 1.0", "Content-Type: text/plain; charset=utf-8",
            "Content-Transfer-Encoding: quoted-printable",
        ]
        return Array((fields.joined(separator: "\r\n") + "\r\n\r\n" + Self.quotedPrintable(text)).utf8)
    }

    /// The bytes of an encoded word: with `Subject: ` before the first one, no line has more than 76 characters.
    private static let wordBytes = 39

    /// A text as the value of a header (RFC 2047): as it is where it is short and of ASCII, otherwise in encoded words,
    /// on lines of their own, never with a part of a character.
    static func header(_ text: String) -> String {
        let line = text.condensedLine()
        let isPlain =
            line.utf8.count <= 60 && line.utf8.allSatisfy { (0x20...0x7E).contains($0) } && !line.contains("=?")
        guard !isPlain else { return line }
        var words: [[UInt8]] = [[]]
        for scalar in line.unicodeScalars {
            let bytes = Array(String(scalar).utf8)
            if words[words.count - 1].count + bytes.count > wordBytes { words.append([]) }
            words[words.count - 1] += bytes
        }
        return words.map { "=?UTF-8?B?\(Data($0).base64EncodedString())?=" }.joined(separator: "\r\n ")
    }

    /// RFC 2045, 6.7.
    static func quotedPrintable(_ text: String) -> String {
        var lines: [String] = []
        for line in text.textLines(keepingEmpty: true) {
            var current = ""
            let bytes = Array(line.utf8)
            for (index, byte) in bytes.enumerated() {
                let isLast = index == bytes.count - 1
                let isPlain =
                    (0x21...0x7E).contains(byte) && byte != UInt8(ascii: "=") || byte == 0x20 && !isLast
                let part = isPlain ? String(Unicode.Scalar(byte)) : "=" + [byte].hexadecimal.uppercased()
                // A line has at most 76 characters with the `=` that continues it.
                if current.utf8.count + part.utf8.count > 75 {
                    lines.append(current + "=")
                    current = ""
                }
                current += part
            }
            lines.append(current)
        }
        return lines.joined(separator: "\r\n") + "\r\n"
    }
}
