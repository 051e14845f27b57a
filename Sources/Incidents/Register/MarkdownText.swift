import Domain

/// Untrusted text as Markdown that has no effect but to show it (https://spec.commonmark.org/0.31.2/,
/// https://github.github.com/gfm/).
enum MarkdownText {
    /// Prose with its line breaks, where nothing is emphasis, a link, a heading, a list, a table or HTML.
    static func prose(_ text: String) -> String {
        lines(text).map { line in line.isEmpty ? "" : escapedStart(of: escaped(line)) }.joined(separator: "\n")
    }

    /// Prose on one line.
    static func line(_ text: String) -> String { escapedStart(of: escaped(lines(text).joined(separator: " "))) }

    /// A code span on one line, fenced by as many backticks as its text needs.
    static func code(_ text: String) -> String {
        let line = lines(text).joined(separator: " ")
        guard !line.isEmpty else { return "` `" }
        let fence = String(repeating: "`", count: longestRun(of: "`", in: line) + 1)
        // By scalars here too. Spaces at the ends are gone already.
        let padding = line.unicodeScalars.first == "`" || line.unicodeScalars.last == "`" ? " " : ""
        return fence + padding + line + padding + fence
    }

    /// Trimmed lines. Control characters and bidirectional overrides become spaces; every Unicode line separator ends a
    /// line.
    private static func lines(_ text: String) -> [String] {
        var lines = [""]
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\n", "\u{B}", "\u{C}", "\u{85}", "\u{2028}", "\u{2029}": lines.append("")
            case _ where !scalar.isPrintable: lines[lines.count - 1] += " "
            default: lines[lines.count - 1].unicodeScalars.append(scalar)
            }
        }
        return lines.map { line in
            let start = line.drop { $0.isWhitespace }
            return start.lastIndex { !$0.isWhitespace }.map { String(start[...$0]) } ?? ""
        }
    }

    /// By scalars: a mark with a combining accent is another `Character`, and still the same mark for a Markdown
    /// parser.
    private static func escaped(_ line: String) -> String {
        let scalars = Array(line.unicodeScalars)
        var escaped = ""
        for (index, scalar) in scalars.enumerated() {
            switch scalar {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\\", "`", "*", "_", "[", "]", "|", "~", "$", "#": escaped += "\\" + String(scalar)
            // An address would become a link.
            case ":" where scalars[(index + 1)...].starts(with: ["/", "/"]): escaped += "\\:"
            case "." where index >= 3 && scalars[(index - 3)..<index].allSatisfy({ $0 == "w" || $0 == "W" }):
                escaped += "\\."
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }

    /// Escapes what would start a list, a setext heading or a rule.
    private static func escapedStart(of line: String) -> String {
        guard let first = line.unicodeScalars.first else { return line }
        if ["-", "+", "="].contains(first) { return "\\" + line }
        let digits = line.unicodeScalars.prefix { "0"..."9" ~= $0 }
        guard !digits.isEmpty, let mark = line.unicodeScalars.dropFirst(digits.count).first, mark == "." || mark == ")"
        else { return line }
        return String(digits) + "\\" + String(line.unicodeScalars.dropFirst(digits.count))
    }

    private static func longestRun(of mark: Unicode.Scalar, in line: String) -> Int {
        var (longest, run) = (0, 0)
        for scalar in line.unicodeScalars {
            run = scalar == mark ? run + 1 : 0
            longest = max(longest, run)
        }
        return longest
    }
}
