extension StringProtocol {
    /// The text as one word of a command for a shell, between apostrophes (POSIX.1-2017, Shell Command Language,
    /// 2.2.2): a path may hold anything.
    ///
    /// By scalars: an apostrophe with a combining accent is another `Character`, and still one for a shell.
    package var shellQuoted: String {
        unicodeScalars.reduce(into: "'") { word, scalar in
            if scalar == "'" { word += #"'\''"# } else { word.unicodeScalars.append(scalar) }
        } + "'"
    }
}
