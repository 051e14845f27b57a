import Domain
import Health

/// The syntax of a settings file. Parsed strictly: an invalid line is an error, so that a partly written file is not
/// taken for one with fewer settings.
///
/// Parsed by bytes, as a character may combine a quotation mark or a line end with what stands beside it.
enum SettingsText {
    /// - Parameters:
    ///   - path: named in error messages.
    ///   - found: called for each line with its name, its place, and whether the name was set before.
    /// - Throws: ``SettingsFailure`` with the file and line. A line without a name is not repeated: it may be the rest
    ///   of a secret.
    static func parse(
        _ text: String, path: String,
        found: (_ name: String, _ place: Phrase, _ isRepeated: Bool) -> Void = { _, _, _ in }
    ) throws(SettingsFailure) -> [String: String] {
        var values: [String: String] = [:]
        let bytes = Array(text.utf8)
        let start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        for (index, rawLine) in bytes[start...].split(separator: newline, omittingEmptySubsequences: false)
            .enumerated()
        {
            let text = trimmed(rawLine)
            guard let first = text.first, first != UInt8(ascii: "#"), first != UInt8(ascii: ";") else { continue }
            let place = Phrase("\(path), line \(index + 1)", fr: "\(path), ligne \(index + 1)")
            let line = SettingsFacts.Place(file: path, line: index + 1)
            guard let equals = text.firstIndex(of: UInt8(ascii: "=")) else {
                throw SettingsFailure(
                    place + Phrase(": the line has no '='", fr: "\u{A0}: la ligne n’a pas de ="),
                    hint: Phrase(
                        "write KEY=value, or comment the line out with #; check that the file is complete",
                        fr:
                            "écrivez CLÉ=valeur, ou commentez la ligne avec #\u{A0}; vérifiez que le fichier est "
                            + "complet"
                    ), at: line)
            }
            let word = trimmed(text[..<equals])
            let key = word.starts(with: Array("export ".utf8)) ? trimmed(word.dropFirst(7)) : word
            guard !key.isEmpty, key.allSatisfy(isNameByte) else {
                throw SettingsFailure(
                    place
                        + Phrase(
                            ": what stands before the = is not a valid setting name",
                            fr: "\u{A0}: ce qui précède le = n’est pas un nom de réglage valable"),
                    hint: Phrase(
                        "names consist of letters, digits and underscores: KEY=value",
                        fr: "un nom se compose de lettres, de chiffres et de traits de soulignement\u{A0}: CLÉ=valeur"),
                    at: line)
            }
            found(string(key), place, values[string(key)] != nil)
            values[string(key)] = try unquoted(trimmed(text[(equals + 1)...]), place: place, at: line)
        }
        return values
    }

    private static func unquoted(_ value: ArraySlice<UInt8>, place: Phrase, at line: SettingsFacts.Place)
        throws(SettingsFailure) -> String
    {
        guard let quote = value.first, quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") else {
            return string(value)
        }
        guard value.count >= 2, value.last == quote else {
            let mark = String(Unicode.Scalar(quote))
            throw SettingsFailure(
                place
                    + Phrase(
                        ": the value starts with \(mark) but does not end with it",
                        fr: "\u{A0}: la valeur commence par \(mark) mais ne se termine pas ainsi"),
                hint: Phrase(
                    "close the quotation mark; check that the file is complete",
                    fr: "fermez les guillemets\u{A0}; vérifiez que le fichier est complet"), at: line)
        }
        return string(value.dropFirst().dropLast())
    }

    private static let newline = UInt8(ascii: "\n")

    private static func string(_ bytes: ArraySlice<UInt8>) -> String { String(decoding: bytes, as: UTF8.self) }

    /// Without spaces, tabs and the carriage return of a file from Windows at both ends.
    private static func trimmed(_ line: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }
        let start = line.drop(while: isSpace)
        return start.lastIndex { !isSpace($0) }.map { start[...$0] } ?? []
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "_") || (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
    }
}

extension StringProtocol where SubSequence == Substring {
    func trimmingSpaces() -> Substring {
        let start = drop { $0.isWhitespace }
        return start.lastIndex { !$0.isWhitespace }.map { start[...$0] } ?? ""
    }
}
