import Testing

@testable import Domain

@Suite("A word of a command for a shell") struct ShellQuotingTests {
    @Test(
        "stays one word, whatever it holds",
        arguments: [
            ("/srv/data", "'/srv/data'"), ("", "''"), ("a b; $(c) `d` \\ \"", "'a b; $(c) `d` \\ \"'"),
            ("l'app", #"'l'\''app'"#),
            // One Character of Swift, and two of a shell.
            ("a'\u{301}; b", "'a'\\''\u{301}; b'"),
        ])
    func quoted(_ text: String, _ word: String) { #expect(Array(text.shellQuoted.utf8) == Array(word.utf8)) }
}
