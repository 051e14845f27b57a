import Domain
import Testing

@Suite("Lines of text") struct TextLinesTests {
    @Test(
        "lines end at LF or CR LF, and the end is not part of them",
        arguments: [
            ("a=1\nb=2\n", ["a=1", "b=2"]), ("a=1\r\nb=2\r\n", ["a=1", "b=2"]), ("a=1\r\n\r\nb=2", ["a=1", "b=2"]),
            ("a\rb\n", ["a\rb"]), ("", []), ("\r\n", []), ("é\r\n€", ["é", "€"]),
        ])
    func lines(_ text: String, _ lines: [String]) {
        #expect(text.textLines().map(String.init) == lines)
        #expect(text[...].textLines().map(String.init) == lines)
    }

    @Test("empty lines are kept on request, so that lines can be counted")
    func empty() {
        #expect("a\r\n\r\nb\n".textLines(keepingEmpty: true) == ["a", "", "b", ""])
    }

    @Test("line ends of Windows are noticed, a lone CR or LF is not one")
    func windows() {
        #expect("a\r\nb\n".hasWindowsLineEnds && "a\n\r\n".hasWindowsLineEnds)
        #expect(!"a\nb\n".hasWindowsLineEnds && !"a\rb".hasWindowsLineEnds && !"a\n\r".hasWindowsLineEnds)
    }
}
