import Support
import Testing

/// Swift takes "\r\n" for one `Character`: text that is split at the character "\n" is one line where the file is from
/// Windows.
struct LineSplittingTests {
    @Test("text is split into lines by textLines() only")
    func characters() throws {
        for file in try SourceFile.all(in: "Sources") {
            for (index, line) in file.lines.enumerated()
            where line.contains(#"split(separator: "\n""#) && !line.contains("unicodeScalars")
                || line.contains("components(separatedBy")
                || line.contains(#"firstIndex(of: "\n""#)
            {
                Issue.record("\(file.path):\(index + 1): \(line)")
            }
        }
    }
}
