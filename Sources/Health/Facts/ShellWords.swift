/// A command line split into words as a shell does it: enough of sh(1) to read a crontab line and the output of
/// systemctl.
enum ShellWords {
    /// The command with its options and paths; `…` for anything else, which may be a secret.
    static func withoutValues(_ words: [String]) -> String {
        var shown = words.prefix(1).map(\.self)
        for word in words.dropFirst() {
            let next: String
            if word.hasPrefix("--") {
                let name = word.prefix { $0 != "=" }
                next = name.count < word.count ? name + "=…" : word
            } else if word.hasPrefix("-") {
                next = word.count > 2 ? word.prefix(2) + "…" : word
            } else {
                next = word.hasPrefix("/") && !word.contains("://") ? word : "…"
            }
            if next != "…" || shown.last != "…" { shown.append(next) }
        }
        return shown.joined(separator: " ")
    }

    /// Words without their quotes; operators such as `&&`, `>>` and `;` are words of their own where spaces set them
    /// apart.
    static func words(_ text: String) -> [String] {
        var words: [String] = []
        var word = ""
        var isInWord = false
        var quote: Character?
        var characters = text.makeIterator()
        while let character = characters.next() {
            if let open = quote {
                if character == open {
                    quote = nil
                } else if character == "\\", open == "\"" {
                    word.append(characters.next() ?? "\\")
                } else {
                    word.append(character)
                }
            } else if character == "'" || character == "\"" {
                quote = character
                isInWord = true
            } else if character == "\\" {
                word.append(characters.next() ?? "\\")
                isInWord = true
            } else if character.isWhitespace {
                if isInWord { words.append(word) }
                word = ""
                isInWord = false
            } else {
                word.append(character)
                isInWord = true
            }
        }
        if isInWord { words.append(word) }
        return words
    }
}
