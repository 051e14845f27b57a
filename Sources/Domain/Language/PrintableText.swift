extension Unicode.Scalar {
    /// Whether a terminal, a log or a page may print it: no control (C0, DEL, C1), no line or paragraph separator,
    /// nothing that reverses the direction of text, and nothing invisible that makes two texts look alike (Unicode
    /// Technical Report 36, 2.10 and 3.3; UAX 9; UAX 31, table of default ignorable characters).
    package var isPrintable: Bool {
        switch value {
        case 0x00...0x1F, 0x7F...0x9F, 0x2028...0x202E, 0x2066...0x206F, 0x061C: false
        default: !isInvisible
        }
    }

    /// Whether it has no width and no effect of its own. The joiner of emoji and the selectors of their form are among
    /// them: without them, an emoji is shown as its parts.
    var isInvisible: Bool {
        switch value {
        case 0x00AD, 0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x180B...0x180F, 0x200B...0x200F, 0x2060...0x2065, 0x3164,
            0xFEFF, 0xFFA0, 0xFFF0...0xFFFB, 0x1BCA0...0x1BCA3, 0x1D173...0x1D17A, 0xE0000...0xE0FFF:
            true
        default: false
        }
    }
}

extension StringProtocol {
    /// The text on one line, safe to print in a terminal, a log or a header: line ends and tabs become spaces, what is
    /// invisible is removed, everything else that is not printable becomes U+FFFD.
    /// - Parameter limit: in characters; a longer text is cut and ends in `…`.
    package func printableLine(limit: Int = .max) -> String {
        var scalars = String.UnicodeScalarView()
        for scalar in unicodeScalars where !scalar.isInvisible {
            let isSpace =
                scalar == "\n" || scalar == "\r" || scalar == "\t" || scalar.value == 0x2028 || scalar.value == 0x2029
            scalars.append(scalar.isPrintable ? scalar : isSpace ? " " : "\u{FFFD}")
        }
        let line = String(scalars)
        return line.count > limit ? line.prefix(Swift.max(0, limit - 1)) + "…" : line
    }

    /// The text on one line, with everything that is not printable as its code, `\u{202E}`: a reader sees that it is
    /// there. Line ends and tabs become spaces.
    package var visibleLine: String {
        unicodeScalars.reduce(into: "") { line, scalar in
            if ["\n", "\r", "\t", "\u{2028}", "\u{2029}"].contains(scalar) {
                line += " "
            } else if scalar.isPrintable {
                line.unicodeScalars.append(scalar)
            } else {
                line += "\\u{\(String(scalar.value, radix: 16, uppercase: true))}"
            }
        }
    }

    /// Text of several lines from outside: each line is printable, and line ends are kept.
    package func printableLines() -> String {
        String(self).unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false).map {
            String($0).printableLine()
        }.joined(separator: "\n")
    }
}

extension StringProtocol {
    /// Text from outside on one printable line, without runs of spaces.
    /// - Parameter limit: in characters; a longer text is cut and ends in `…`.
    package func condensedLine(limit: Int = .max) -> String {
        printableLine().split(separator: " ").joined(separator: " ").printableLine(limit: limit)
    }
}

extension Evidence {
    /// One printable line: time, source, text.
    package var printableLine: String { "\(time.map { "\($0)  " } ?? "")\(source): \(line)".printableLine() }
}
