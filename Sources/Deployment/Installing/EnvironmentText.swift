/// The text of `/etc/bitcoin-analyzer/environment`: every setting explained by the words that `settings` has for it, and the operator's
/// own lines, which no installation touches unless it is told to.
package struct EnvironmentText: Hashable, Sendable {
    /// A setting, as it is explained.
    package struct Entry: Hashable, Sendable {
        package let name: String
        package let meaning: String
        /// What holds when it is not set; `nil` where there is nothing, or it depends.
        package let defaultValue: String?

        package init(name: String, meaning: String, defaultValue: String?) {
            self.name = name
            self.meaning = meaning
            self.defaultValue = defaultValue
        }
    }

    package let text: String
    /// Settings that the text had not spoken of, or that were set: by name, for a person to read; values are never told.
    package let added: [String]
    package let set: [String]

    /// - Parameters:
    ///   - current: the file as it is, `nil` when there is none.
    ///   - entries: every setting there is.
    ///   - values: settings to set, whatever the file says.
    package init(current: String?, entries: [Entry], values: [String: String]) throws(DeploymentFailure) {
        let start = if let current { current } else { try DeployFile.text("environment.header") }
        var lines = start.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
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
            // A commented default stays as documentation.
            if lines[index].hasPrefix("#") { lines.insert(line, at: index + 1) } else { lines[index] = line }
            set.append(entry.name)
        }
        text = lines.joined(separator: "\n") + "\n"
        self.added = added
        self.set = set
    }

    /// The line that counts: the last that sets it (as in the file's reader), else the comment that speaks of it.
    private static func place(of name: String, in lines: [String]) -> Int? {
        lines.lastIndex { self.name(in: $0[...]).map(String.init) == name }
            ?? lines.lastIndex { $0.hasPrefix("#") && self.name(in: $0.drop { $0 == "#" }).map(String.init) == name }
    }

    private static func name(in line: Substring) -> Substring? {
        let line = line.drop { $0 == " " || $0 == "\t" }
        guard !line.hasPrefix("#"), let equals = line.firstIndex(of: "=") else { return nil }
        var name = line[..<equals]
        if name.hasPrefix("export ") { name = name.dropFirst(7) }
        while name.last == " " { name.removeLast() }
        // `DATABASE_URL_FILE=` speaks of DATABASE_URL too, but sets another name: it is left alone.
        return name.drop { $0 == " " }
    }

    private static func quoted(_ value: String, for name: String) throws(DeploymentFailure) -> String {
        guard !value.contains(where: \.isNewline) else {
            throw DeploymentFailure(
                .configuration, "the value given for \(name) has a line break",
                hint: "write a secret of several lines into a file, and set \(name)_FILE")
        }
        guard let first = value.first, let last = value.last else { return "" }
        let needsQuotes = first.isWhitespace || last.isWhitespace || first == "\"" || first == "'"
        guard needsQuotes else { return value }
        return value.contains("\"") ? "'\(value)'" : "\"\(value)\""
    }
}
