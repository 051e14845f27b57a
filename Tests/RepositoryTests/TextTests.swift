import Domain
import Support
import Testing

/// The texts for people in the sources, held to the rules that a machine can check (``TextLint``).
struct TextTests {
    @Test("every text in the sources follows the rules of its language")
    func rules() throws {
        var count = 0
        for file in try SourceFile.all(in: "Sources") {
            let source = file.lines.joined(separator: "\n")
            for (marker, language) in [("fr:", Language.french), ("Phrase(", .english), ("localized(", .english)] {
                for literal in TextLiteral.all(in: source, after: marker) {
                    count += 1
                    for violation in TextLint.violations(literal.text, in: language, as: .part) {
                        Issue.record("\(file.path):\(literal.line): \(violation)")
                    }
                }
            }
        }
        #expect(count > 1000)
    }

    @Test("no-break spaces are written as escapes, so that they can be seen")
    func noBreakSpaces() throws {
        for file in try SourceFile.all(in: "Sources") {
            for (index, line) in file.lines.enumerated() where line.contains(/[\u{A0}\u{202F}]/) {
                Issue.record("\(file.path):\(index + 1): \(line)")
            }
        }
    }

    @Test("literals are read with their escapes, interpolations and concatenations")
    func literals() {
        let source = #"""
            Phrase("one", fr: "un")
            Phrase("\(names.joined(separator: ", ")) ok", fr: "\(a ? "(" : ")")\u{A0}: " + "« x »")
            localized("a \"b\"",
                fr:
                    "c")
            f(fr: value, other: "no text")
            """#
        #expect(TextLiteral.all(in: source, after: "Phrase(").map(\.text) == ["one", "x ok"])
        let french = TextLiteral.all(in: source, after: "fr:")
        #expect(french.map(\.text) == ["un", "x\u{A0}: « x »", "c"] && french.map(\.line) == [1, 2, 4])
        #expect(TextLiteral.all(in: source, after: "localized(").map(\.text) == [#"a "b""#])
    }
}
