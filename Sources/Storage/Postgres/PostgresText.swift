/// PostgreSQL text representations of values and statements.
enum PostgresText {
    /// A parameter; `nil` is NULL. The description of a Double has as many digits as its exact value needs.
    static func parameter(_ value: SQLValue) -> String? {
        switch value {
        case .null: nil
        case .integer(let value): String(value)
        case .real(let value): value.description
        case .text(let value): SQLValue.cleaned(value)
        }
    }

    /// One column of several rows as an array (https://www.postgresql.org/docs/current/arrays.html#ARRAYS-IO).
    static func array(_ rows: ArraySlice<[SQLValue]>, column: Int) -> String {
        var text = "{"
        for row in rows {
            if text.utf8.count > 1 { text += "," }
            switch row[column] {
            case .null: text += "NULL"
            case .integer(let value): text += String(value)
            case .real(let value): text += value.description
            case .text(let value): quote(value, into: &text)
            }
        }
        return text + "}"
    }

    /// The statement with `$1`, `$2`, … instead of question marks outside quoted text.
    static func numbered(_ sql: String) -> String {
        guard sql.utf8.contains(UInt8(ascii: "?")) else { return sql }
        var text = ""
        var count = 0
        var quoted = false
        for character in sql.unicodeScalars {
            if character == "'" { quoted.toggle() }
            if character == "?", !quoted {
                count += 1
                text += "$\(count)"
            } else {
                text.unicodeScalars.append(character)
            }
        }
        return text
    }

    private static func quote(_ value: String, into text: inout String) {
        text += "\""
        for scalar in SQLValue.cleaned(value).unicodeScalars {
            if scalar == "\"" || scalar == "\\" { text += "\\" }
            text.unicodeScalars.append(scalar)
        }
        text += "\""
    }
}
