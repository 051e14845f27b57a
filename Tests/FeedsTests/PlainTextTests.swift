import Support
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

    @Test("any mix of words, spaces, controls and other scripts keeps its words, one space apart", arguments: 0..<20)
    func mixes(seed: UInt64) {
        var numbers = SeededGenerator(seed: seed)
        // Mostly words, as only those are read eight bytes at a time.
        let pieces: [Character] = Array("aZ~!09a.,x z   \t\u{7F}\u{1}é€")
        for _ in 0..<200 {
            let text = String(
                (0..<Int.random(in: 0...60, using: &numbers)).map { _ in
                    pieces[Int.random(in: pieces.indices, using: &numbers)]
                })
            let words = text.filter { $0 != "\u{7F}" && $0 != "\u{1}" }.split { $0 == " " || $0 == "\t" }
            #expect(PlainText.cleaned(text) == words.joined(separator: " "))
            #expect(PlainText.of(text) == words.joined(separator: " "))
        }
    }

    /// Unicode Standard Annex 15, 13: at most thirty marks in a row.
    @Test(
        "of a run of combining marks thirty are kept",
        arguments: ["\u{301}", "\u{64B}", "\u{3099}", "\u{20DD}", "\u{483}", "\u{1D165}", "\u{200D}", "\u{FE0F}"])
    func marks(mark: String) {
        for count in [1, 30, 31, 5000] {
            let text = "a" + String(repeating: mark, count: count) + "b" + mark
            let kept = "a" + String(repeating: mark, count: min(count, 30)) + "b" + mark
            #expect(PlainText.cleaned(text).unicodeScalars.elementsEqual(kept.unicodeScalars))
            #expect(PlainText.of(text).unicodeScalars.elementsEqual(kept.unicodeScalars))
        }
    }

    @Test("any mix of marks is stream-safe, also within references and tags", arguments: 0..<5)
    func streamSafe(seed: UInt64) {
        var numbers = SeededGenerator(seed: seed)
        let pieces = ["\u{301}", "\u{323}", "&#769;", "\u{200B}", "<b>", "\u{591}", "\u{5B0}", "\u{AD}"]
        let html = "a" + (0..<2000).map { _ in pieces.randomElement(using: &numbers) ?? "" }.joined()
        var run = 0
        for scalar in PlainText.of(html).unicodeScalars {
            run = scalar.properties.canonicalCombiningClass == .notReordered ? 0 : run + 1
            #expect(run <= 30)
        }
        #expect(run == 30)
    }

    @Test(
        "the marks of languages and of emoji are all kept",
        arguments: [
            "Tie\u{302}\u{301}ng Vie\u{323}\u{302}t", "บิตคอยน์วันนี้", "बिटकॉइन की कीमत", "مُحَمَّد", "שָׁלוֹם", "か\u{3099}",
            "👨\u{200D}👩\u{200D}👧\u{200D}👦", "❤\u{FE0F}\u{200D}🔥", "می\u{200C}خواهم",
        ])
    func languages(text: String) {
        #expect(PlainText.cleaned(text).unicodeScalars.elementsEqual(text.unicodeScalars))
    }

    @Test(
        "invisible content is not text", arguments: ["script", "style", "template", "iframe", "noscript", "title"])
    func unseen(tag: String) {
        #expect(PlainText.of("before<\(tag)>hidden()</\(tag)>after") == "before after")
        #expect(PlainText.of("<p>before</p><\(tag)>hidden()</\(tag)><p>after</p>") == "before after")
    }

    @Test(
        "what is no tag of HTML is text",
        arguments: [
            "Price<Cost", "if (a<b) then c>d", "<3 Deno", "Vec<T> and Map<K, V>", "a <b and c> d", "x < y <z",
            "<BTC-USD> falls", "Use <script> wisely", "std::vector<int>", "if x<y",
        ])
    func literal(text: String) {
        #expect(PlainText.of(text) == text)
    }

    @Test(
        "nothing is lost around elements without text",
        arguments: [
            ("before <embed src=\"v\"> after", "before after"), ("a <svg><text>b</text><path d='x'/></svg> c", "a b c"),
            ("<math><mi>x</mi></math> y", "x y"), ("<object>fallback</object> z", "fallback z"),
            ("a<amp-img src='x'></amp-img>b", "ab"), ("a <o:p>b</o:p>", "a b"), ("a <!-- b c", "a b c"),
            ("one<![CDATA[two]]>three", "onetwothree"), ("<b title='a>b'>c</b>", "c"), ("<p hidden>a</p>b", "a b"),
        ])
    func kept(html: String, text: String) {
        #expect(PlainText.of(html) == text)
    }

    @Test("text is unescaped once")
    func once() {
        #expect(PlainText.of("&amp;lt;p&amp;gt;") == "&lt;p&gt;")
        #expect(PlainText.of("The &lt;script&gt; bug") == "The <script> bug")
    }

    @Test(
        "references to C1 controls are the characters of windows-1252",
        arguments: ["It&#146;s", "It&#x92;s", "It\u{92}s"])
    func windows1252(html: String) { #expect(PlainText.of(html) == "It’s") }

    @Test("names of HTML", arguments: [("&NotEqualTilde;", "≂̸"), ("&eacute", "é"), ("&hellip;", "…"), ("&x;", "&x;")])
    func names(html: String, text: String) { #expect(PlainText.of(html) == text) }

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
}

@Suite("Text that was cut or nested wrongly") struct BrokenMarkupTests {
    @Test(
        "keeps the words and shows no code",
        arguments: [
            ("text <script>if(a", "text"), ("text <style>p { color", "text"), ("The <script> tag", "The <script> tag"),
            ("price<cost bitcoin a<b", "price<cost bitcoin a<b"), ("bitcoin <b", "bitcoin"),
            ("Dingo <![CDATA[inner ]]>data", "Dingo inner data"), ("a ]] b ]> c", "a ]] b ]> c"),
        ])
    func texts(html: String, text: String) { #expect(PlainText.of(html) == text) }
}
