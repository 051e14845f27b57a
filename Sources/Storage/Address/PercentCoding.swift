import Domain

enum PercentCoding {
    /// Decodes `%XX` (RFC 3986, 2.1).
    /// - Parameter part: what the text is, for the error; the text itself may be a password and is not repeated.
    static func decode(_ text: Substring, in part: Phrase) throws(DatabaseURL.Malformed) -> String {
        var bytes: [UInt8] = []
        var rest = text.utf8
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            guard let digits = String(rest.prefix(2)), digits.utf8.count == 2, digits.allSatisfy(\.isHexDigit),
                let decoded = UInt8(digits, radix: 16), decoded != 0
            else {
                throw DatabaseURL.Malformed(
                    part
                        + Phrase(
                            " has a % that is not followed by two hexadecimal digits (a plain % is written %25)",
                            fr:
                                " a un «\u{A0}%\u{A0}» sans deux chiffres hexadécimaux à sa suite (seul, il s’écrit\u{A0}%25)"
                        ))
            }
            bytes.append(decoded)
            rest = rest.dropFirst(2)
        }
        guard let decoded = String(validating: bytes, as: UTF8.self) else {
            throw DatabaseURL.Malformed(
                part
                    + Phrase(
                        " is not UTF-8 once its %XX are decoded",
                        fr: " n’est pas de l’UTF-8 une fois ses\u{A0}%XX décodés"))
        }
        return decoded
    }

    /// Rejects what a terminal, a log or a unit file must not hold: these parts are shown, and a path is written into
    /// units.
    static func check(_ text: String, _ part: Phrase) throws(DatabaseURL.Malformed) {
        guard text.unicodeScalars.contains(where: { !$0.isPrintable }) else { return }
        throw DatabaseURL.Malformed(
            part
                + Phrase(
                    " has a line break, a control character or an invisible one",
                    fr: " contient un saut de ligne, un caractère de contrôle ou un caractère invisible"))
    }
}
