import Domain

/// The text of `/etc/bitcoin-analyzer/environment`: every setting with its meaning, and the operator's own lines, which
/// an installation changes only for settings given to it.
package struct EnvironmentText: Hashable, Sendable {
    /// A setting and its explanation.
    package struct Entry: Hashable, Sendable {
        package let name: String
        package let meaning: String
        /// `nil` when there is none, or when it depends on the machine.
        package let defaultValue: String?

        package init(name: String, meaning: String, defaultValue: String?) {
            self.name = name
            self.meaning = meaning
            self.defaultValue = defaultValue
        }
    }

    package let text: String
    /// The names of settings added as comments, and of those set. Values are never shown.
    package let added: [String]
    package let set: [String]

    /// - Parameters:
    ///   - current: the present file, `nil` when there is none.
    ///   - entries: all settings.
    ///   - values: settings to set, replacing those in the file.
    package init(current: String?, entries: [Entry], values: [String: String]) throws(DeploymentFailure) {
        let start = if let current { current } else { try DeployFile.text("environment.header") }
        var lines = start.textLines(keepingEmpty: true).map(String.init)
        if lines.last == "" { lines.removeLast() }
        var added: [String] = []
        var set: [String] = []
        for entry in entries {
            let place = Self.place(of: entry.name, in: lines)
            if place == nil {
                lines += ["", "# " + entry.meaning, "#\(entry.name)=\(entry.defaultValue ?? "")"]
                added.append(entry.name)
            }
            guard let value = values[entry.name] else { continue }
            let line = "\(entry.name)=\(try Self.quoted(value, for: entry.name))"
            guard let index = place ?? Self.place(of: entry.name, in: lines), lines[index] != line else { continue }
            // A commented default is kept as documentation.
            if lines[index].hasPrefix("#") { lines.insert(line, at: index + 1) } else { lines[index] = line }
            set.append(entry.name)
        }
        text = lines.joined(separator: "\n") + "\n"
        self.added = added
        self.set = set
    }

    /// The index of the line in effect: the last that sets the name (as in the file's parser), else its comment.
    private static func place(of name: String, in lines: [String]) -> Int? {
        lines.lastIndex { self.name(in: $0[...]).map(String.init) == name }
            ?? lines.lastIndex { $0.hasPrefix("#") && self.name(in: $0.drop { $0 == "#" }).map(String.init) == name }
    }

    private static func name(in line: Substring) -> Substring? {
        let line = line.drop { $0 == " " || $0 == "\t" }
        guard !line.hasPrefix("#"), let equals = line.utf8.firstIndex(of: UInt8(ascii: "=")) else { return nil }
        var name = line[..<equals]
        if name.hasPrefix("export ") { name = name.dropFirst(7) }
        while name.last == " " { name.removeLast() }
        // `DATABASE_URL_FILE=` sets another name.
        return name.drop { $0 == " " }
    }

    /// The value as the program's own parser reads it back. It has no escapes, so that what it cannot express is
    /// rejected.
    private static func quoted(_ value: String, for name: String) throws(DeploymentFailure) -> String {
        try UnitWord.check(value, from: name)
        guard let first = value.unicodeScalars.first, let last = value.unicodeScalars.last else { return "" }
        guard first == " " || last == " " || first == "\"" || first == "'" else { return value }
        // Only the outermost quotation marks are removed.
        return "\"\(value)\""
    }
}
