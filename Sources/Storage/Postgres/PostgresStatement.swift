/// A statement of another program as evidence, which is stored and shown: without what it says.
///
/// The lexical structure: https://www.postgresql.org/docs/current/sql-syntax-lexical.html
enum PostgresStatement {
    /// The statement with `'…'` in place of each text, which may be a password or personal, and without comments. One
    /// that was cut off within a text ends there.
    static func withoutTexts(_ statement: String) -> String {
        let scalars = Array(statement.unicodeScalars)
        var shown = String.UnicodeScalarView()
        var index = 0
        func starts(_ text: String, at index: Int) -> Bool { scalars[index...].starts(with: text.unicodeScalars) }
        /// The index behind the first such text from an index on; the end without one.
        func end(of text: String, from index: Int) -> Int {
            var index = index
            while index < scalars.count {
                if starts(text, at: index) { return index + text.unicodeScalars.count }
                index += 1
            }
            return index
        }
        while index < scalars.count {
            let previous = index > 0 ? scalars[index - 1] : " "
            switch scalars[index] {
            case "'":
                // E'…' has backslashes before apostrophes.
                let isEscaped = previous == "e" || previous == "E"
                index += 1
                while index < scalars.count {
                    if isEscaped, scalars[index] == "\\" {
                        index += 2
                    } else if starts("''", at: index) {
                        index += 2
                    } else if scalars[index] == "'" {
                        break
                    } else {
                        index += 1
                    }
                }
                index += 1
                shown.append(contentsOf: "'…'".unicodeScalars)
            case "$" where !isOfName(previous):
                let tag = scalars[(index + 1)...].prefix(while: isOfName)
                let close = index + 1 + tag.count
                guard close < scalars.count, scalars[close] == "$", tag.first.map({ !("0"..."9").contains($0) }) ?? true
                else {
                    shown.append("$")
                    index += 1
                    continue
                }
                let mark = String(String.UnicodeScalarView(scalars[index...close]))
                index = end(of: mark, from: close + 1)
                shown.append(contentsOf: "'…'".unicodeScalars)
            case "\"":
                let close = end(of: "\"", from: index + 1)
                shown.append(contentsOf: scalars[index..<close])
                index = close
            case "-" where starts("--", at: index): index = end(of: "\n", from: index)
            case "/" where starts("/*", at: index): index = end(of: "*/", from: index + 2)
            case let scalar:
                shown.append(scalar)
                index += 1
            }
        }
        return String(shown)
    }

    /// Whether a name may contain it.
    private static func isOfName(_ scalar: Unicode.Scalar) -> Bool {
        scalar == "_" || scalar.properties.isAlphabetic || ("0"..."9").contains(scalar)
    }
}
