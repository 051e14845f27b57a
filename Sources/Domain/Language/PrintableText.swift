extension Unicode.Scalar {
    /// Whether a terminal, a log or a page may print it: no control (C0, DEL, C1), no line or paragraph separator, and
    /// nothing that reverses the direction of text (Unicode Technical Report 36, 3.3; UAX 9).
    package var isPrintable: Bool {
        switch value {
        case 0x00...0x1F, 0x7F...0x9F, 0x2028...0x202E, 0x2066...0x2069, 0x200E, 0x200F, 0x061C, 0xFEFF: false
        default: true
        }
    }
}

extension StringProtocol {
    /// The text on one line, safe to print in a terminal, a log or a header: line ends and tabs become spaces,
    /// everything else that is not printable becomes U+FFFD.
    /// - Parameter limit: in characters; a longer text is cut and ends in `…`.
    package func printableLine(limit: Int = .max) -> String {
        var scalars = String.UnicodeScalarView()
        for scalar in unicodeScalars {
            let isSpace =
                scalar == "\n" || scalar == "\r" || scalar == "\t" || scalar.value == 0x2028 || scalar.value == 0x2029
            scalars.append(scalar.isPrintable ? scalar : isSpace ? " " : "\u{FFFD}")
        }
        let line = String(scalars)
        return line.count > limit ? line.prefix(Swift.max(0, limit - 1)) + "…" : line
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
