/// The name of an author, from what RSS has: `jane@a.example (Jane Doe)`, `Jane Doe <jane@a.example>`, `Jane Doe`.
enum AuthorName {
    static func of(_ text: String) -> String {
        guard text.utf8.contains(UInt8(ascii: "@")), let at = text.firstIndex(of: "@") else { return text }
        if let open = text[at...].firstIndex(of: "("), text.last == ")" {
            let name = String(text[text.index(after: open)...].dropLast()).trimmed
            if !name.isEmpty { return name }
        }
        if let open = text[..<at].lastIndex(where: { $0 == "<" || $0 == "(" }) {
            let name = String(text[..<open]).trimmed
            if !name.isEmpty { return name }
        }
        return text
    }
}
