import Testing

@testable import Feeds

@Suite("Plain text")
struct PlainTextTests {
    @Test(
        "markup becomes what a reader sees",
        arguments: [
            ("<p>One</p><p>Two</p>", "One Two"), ("un<b>believ</b>able", "unbelievable"), ("a<br>b<br/>c", "a b c"),
            ("AT&amp;T &lt; 5 &euro;", "AT&T < 5 €"),
            ("caf&eacute; &#8217; &#x20AC;", "café ’ €"), ("a<!-- hidden -->b", "ab"),
            ("  many \n\t spaces&nbsp; here ", "many spaces here"),
            ("<a href='javascript:x()'>click</a>", "click"), ("<img src=x onerror=alert(1)>picture", "picture"),
            ("5 < 6 > 4", "5 < 6 > 4"),
            ("Fish & Chips <3", "Fish & Chips <3"), ("?page=1&copy=2", "?page=1&copy=2"), ("unclosed <b", "unclosed"),
        ])
    func markup(html: String, text: String) {
        #expect(PlainText.of(html) == text)
    }

    @Test(
        "invisible content is not text",
        arguments: ["script", "style", "template", "iframe", "noscript", "svg", "title"])
    func unseen(tag: String) {
        #expect(PlainText.of("before<\(tag)>hidden()</\(tag)>after").contains("hidden") == false)
        #expect(PlainText.of("<p>before</p><\(tag)>hidden()</\(tag)><p>after</p>") == "before after")
    }

    @Test("markup escaped twice is still markup")
    func twice() {
        #expect(PlainText.of("&amp;lt;p&amp;gt;Rock &amp;amp; roll&amp;lt;/p&amp;gt;") == "Rock & roll")
    }

    @Test("no number of escapes leaves a tag")
    func manyTimes() {
        var html = "<script>alert(1)</script>text"
        for _ in 0..<30 {
            html = html.replacing("&", with: "&amp;").replacing("<", with: "&lt;")
            #expect(!PlainText.of(html).contains("<script"))
        }
    }

    @Test("characters that are not seen or turn the text around are removed")
    func invisible() {
        let hidden = [
            "\u{0000}", "\u{0007}", "\u{001B}", "\u{0085}", "\u{00AD}", "\u{061C}", "\u{200B}", "\u{200E}", "\u{202A}",
            "\u{202E}", "\u{2066}",
            "\u{2069}", "\u{FEFF}", "\u{E0041}", "\u{E0100}", "\u{FFFE}",
        ]
        for character in hidden where !Character(character).isWhitespace {
            #expect(
                PlainText.of("a\(character)b") == "ab",
                "U+\(String(character.unicodeScalars.first?.value ?? 0, radix: 16))")
        }
    }

    @Test("emoji and joined scripts stay intact", arguments: ["👩‍👩‍👧‍👦", "❤️", "می‌خواهم", "🇫🇷", "e\u{301}"])
    func joined(text: String) {
        #expect(PlainText.of(text) == text)
    }

    @Test("one character of a million marks is cut too")
    func marks() {
        #expect(PlainText.cut("a" + String(repeating: "\u{301}", count: 100_000), to: 10).unicodeScalars.count <= 41)
    }

    @Test(
        "reducing twice changes nothing more",
        arguments: ["<p>a &amp;amp; b</p>", "1 < 2 & 3 > 2", "&lt;b&gt;x", "<<b>>", "&&amp;&amp;amp;"])
    func idempotent(html: String) {
        let once = PlainText.of(html)
        #expect(PlainText.of(once) == once)
    }
}
