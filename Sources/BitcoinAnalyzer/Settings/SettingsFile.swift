import FoundationEssentials

/// A file of `KEY=value` lines, as systemd's `EnvironmentFile=` and `.env` have them. Read strictly: a line that cannot be meant is an
/// error, because a file that was only half written must not pass for one with fewer settings.
struct SettingsFile: Sendable {
    let path: String
    let values: [String: String]

    /// `nil` when there is no such file.
    /// - Throws: ``SettingsFailure`` naming file and line, or saying that the file may not be read.
    init?(at path: String) throws(SettingsFailure) {
        guard FileManager.default.fileExists(atPath: path) else { return nil }
        let text: String
        do {
            text = String(decoding: try Data(contentsOf: URL(filePath: path)), as: UTF8.self)
        } catch {
            throw SettingsFailure(
                "\(path) is there and cannot be read",
                hint: "run as root or as the service's user, or check its permissions: ls -l \(path)",
                isPermission: true)
        }
        try self.init(text: text, path: path)
    }

    /// - Parameter path: where the text stands, for messages.
    init(text: String, path: String) throws(SettingsFailure) {
        self.path = path
        values = try Self.parse(text, path: path)
    }

    static func parse(_ text: String, path: String) throws(SettingsFailure) -> [String: String] {
        var values: [String: String] = [:]
        for (index, rawLine) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            let line = rawLine.trimmingSpaces()
            if line.isEmpty || line.hasPrefix("#") || line.hasPrefix(";") { continue }
            let place = "\(path), line \(index + 1)"
            guard let equals = line.firstIndex(of: "=") else {
                throw SettingsFailure(
                    "\(place): '\(line.prefix(30))' has no '='",
                    hint: "write KEY=value, or put a # in front; was the file written to its end?")
            }
            let word = line[..<equals].trimmingSpaces()
            let key = word.hasPrefix("export ") ? word.dropFirst(7).trimmingSpaces() : word
            guard !key.isEmpty, key.utf8.allSatisfy(isNameByte) else {
                throw SettingsFailure(
                    "\(place): '\(key.prefix(40))' is not the name of a setting",
                    hint: "names are letters, digits and underscores: KEY=value")
            }
            values[String(key)] = try unquoted(line[line.index(after: equals)...].trimmingSpaces(), place: place)
        }
        return values
    }

    private static func unquoted(_ value: Substring, place: String) throws(SettingsFailure) -> String {
        guard let quote = value.first, quote == "\"" || quote == "'" else { return String(value) }
        guard value.count >= 2, value.last == quote else {
            throw SettingsFailure(
                "\(place): the value begins with \(quote) and does not end with it",
                hint: "close the quotation; was the file written to its end?")
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

/// Settings that cannot be used. Never holds a secret's value.
struct SettingsFailure: Error, Hashable, CustomStringConvertible {
    let message: String
    let hint: String
    let isPermission: Bool

    init(_ message: String, hint: String, isPermission: Bool = false) {
        self.message = message
        self.hint = hint
        self.isPermission = isPermission
    }

    var description: String { "\(message); \(hint)" }
}
