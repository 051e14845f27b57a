/// A command line split into words as a shell does it: enough of sh(1) to read a crontab line and the output of
/// systemctl.
enum ShellWords {
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
