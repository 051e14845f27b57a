import Domain
import FoundationEssentials

/// A file of `KEY=value` lines: `.env`, or the file that systemd calls `EnvironmentFile=`. Parsed strictly: an invalid
/// line is an error, so that a partly written file is not taken for one with fewer settings.
struct SettingsFile: Sendable {
    let path: String
    let values: [String: String]

    /// `nil` when the file does not exist.
    /// - Throws: ``SettingsFailure`` with the file and line, or when the file may not be read.
    init?(at path: String) throws(SettingsFailure) {
        guard FileManager.default.fileExists(atPath: path) else { return nil }
        let text: String
        do {
            text = String(decoding: try Data(contentsOf: URL(filePath: path)), as: UTF8.self)
        } catch {
            throw SettingsFailure(
                Phrase("\(path) exists but cannot be read", fr: "\(path) existe mais ne peut pas être lu"),
                hint: Phrase(
                    "run the command as root or as the service’s user, or check the permissions: ls -l \(path)",
                    fr:
                        "lancez la commande en root ou sous l’utilisateur du service, ou vérifiez les droits\u{A0}: ls "
                        + "-l \(path)"
                ),
                isPermission: true)
        }
        try self.init(text: text, path: path)
    }

    /// - Parameter path: named in error messages.
    init(text: String, path: String) throws(SettingsFailure) {
        self.path = path
        values = try Self.parse(text, path: path)
    }

    static func parse(_ text: String, path: String) throws(SettingsFailure) -> [String: String] {
        var values: [String: String] = [:]
        for (index, rawLine) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            let line = rawLine.trimmingSpaces()
            if line.isEmpty || line.hasPrefix("#") || line.hasPrefix(";") { continue }
            let place = Phrase("\(path), line \(index + 1)", fr: "\(path), ligne \(index + 1)")
            guard let equals = line.firstIndex(of: "=") else {
                throw SettingsFailure(
                    place
                        + Phrase(
                            ": '\(line.prefix(30))' has no '='",
                            fr: "\u{A0}: «\u{A0}\(line.prefix(30))\u{A0}» n’a pas de ="),
                    hint: Phrase(
                        "write KEY=value, or comment the line out with #; check that the file is complete",
                        fr:
                            "écrivez CLÉ=valeur, ou commentez la ligne avec #\u{A0}; vérifiez que le fichier est "
                            + "complet"
                    ))
            }
            let word = line[..<equals].trimmingSpaces()
            let key = word.hasPrefix("export ") ? word.dropFirst(7).trimmingSpaces() : word
            guard !key.isEmpty, key.utf8.allSatisfy(isNameByte) else {
                throw SettingsFailure(
                    place
                        + Phrase(
                            ": '\(key.prefix(40))' is not a valid setting name",
                            fr: "\u{A0}: «\u{A0}\(key.prefix(40))\u{A0}» n’est pas un nom de réglage valable"),
                    hint: Phrase(
                        "names consist of letters, digits and underscores: KEY=value",
                        fr: "un nom se compose de lettres, de chiffres et de traits de soulignement\u{A0}: CLÉ=valeur"))
            }
            values[String(key)] = try unquoted(line[line.index(after: equals)...].trimmingSpaces(), place: place)
        }
        return values
    }

    private static func unquoted(_ value: Substring, place: Phrase) throws(SettingsFailure) -> String {
        guard let quote = value.first, quote == "\"" || quote == "'" else { return String(value) }
        guard value.count >= 2, value.last == quote else {
            throw SettingsFailure(
                place
                    + Phrase(
                        ": the value starts with \(quote) but does not end with it",
                        fr: "\u{A0}: la valeur commence par \(quote) mais ne se termine pas ainsi"),
                hint: Phrase(
                    "close the quotation mark; check that the file is complete",
                    fr: "fermez les guillemets\u{A0}; vérifiez que le fichier est complet"))
        }
        return String(value.dropFirst().dropLast())
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
