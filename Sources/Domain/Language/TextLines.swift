extension StringProtocol {
    /// The lines without their ends, LF or CR LF (as Windows editors write); empty lines are left out unless
    /// `keepingEmpty`.
    ///
    /// Splits scalars, not characters: Swift takes "\r\n" for one `Character` that differs from "\n", so that splitting
    /// a file of Windows at "\n" finds a single line.
    package func textLines(keepingEmpty: Bool = false) -> [Substring] {
        let text = Substring(self)
        return text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).compactMap { line in
            let content = line.last == UInt8(ascii: "\r") ? line.dropLast() : line
            return content.isEmpty && !keepingEmpty ? nil : Substring(content)
        }
    }

    /// Whether a line ends in CR LF.
    package var hasWindowsLineEnds: Bool {
        var previous: UInt8 = 0
        return utf8.contains { byte in
            defer { previous = byte }
            return byte == UInt8(ascii: "\n") && previous == UInt8(ascii: "\r")
        }
    }
}
