/// Texts made of what has a meaning in some format, or in a terminal.
package enum HostileText {
    private static let pieces: [String] =
        [
            "\n", "\r", "\r\n", "\t", " ", "\"", "'", "\\", "%", "%%", "$", "${HOME}", "#", ";", "=", "&", "|", "`",
            "@",
            "/", "..", ":", ",", "!", "*", "~", "(", ")", "{", "<", ">", "a", "Z", "9", "é", "€", "日", "👩‍💻", "\u{301}",
            "%n", "%0A", "\\n", "\\x0a", "\u{0}", "\u{1B}[31m", "\u{7F}", "\u{85}", "\u{9B}31m", "\u{A0}", "\u{200B}",
            "\u{2028}", "\u{2029}", "\u{202E}", "\u{2066}", "\u{FEFF}", "\u{E0041}", "ExecStartPre=+/bin/sh",
            "[Service]",
        ]

    /// The characters that reach a terminal as commands, or that hide or reorder what is read.
    package static let controls = [
        "\u{1B}", "\u{7}", "\u{8}", "\u{7F}", "\u{85}", "\u{9B}", "\u{9D}", "\u{200B}", "\u{2028}", "\u{2029}",
        "\u{202A}",
        "\u{202E}", "\u{2066}", "\u{2069}", "\u{200F}", "\u{FEFF}",
    ]

    /// Up to 12 pieces.
    package static func random(using generator: inout some RandomNumberGenerator) -> String {
        (0..<Int.random(in: 0...12, using: &generator)).map { _ in
            pieces.randomElement(using: &generator) ?? ""
        }.joined()
    }
}
