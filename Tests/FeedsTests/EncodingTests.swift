import Domain
import Support
import Testing

@testable import Feeds

@Suite("Encodings of documents")
struct EncodingTests {
    private let title = "Prix élevé : 5 €"

    private func document(encoding: String?) -> String {
        let declared = encoding.map { " encoding=\"\($0)\"" } ?? ""
        let item = "<item><title>\(title)</title><link>https://a.example/</link></item>"
        return "<?xml version=\"1.0\"\(declared)?><rss><channel>\(item)</channel></rss>"
    }

    private func windows1252(_ text: String) -> [UInt8] {
        text.unicodeScalars.map { $0 == "€" ? 0x80 : UInt8(truncatingIfNeeded: $0.value) }
    }

    private func titles(_ body: [UInt8], contentType: String? = nil) throws -> [String] {
        try read(body, contentType: contentType).articles.map(\.title)
    }

    @Test("UTF-8 without a declaration")
    func utf8() throws {
        #expect(try titles(Array(document(encoding: nil).utf8)) == [title])
    }

    @Test("the declaration decides", arguments: ["windows-1252", "ISO-8859-1", "latin1"])
    func declared(encoding: String) throws {
        #expect(
            try titles(windows1252(document(encoding: encoding)), contentType: "text/xml; charset=utf-8") == [title])
    }

    @Test("without a declared encoding the HTTP header decides")
    func header() throws {
        #expect(
            try titles(
                windows1252(document(encoding: nil)), contentType: "application/rss+xml; Charset=\"windows-1252\"") == [
                    title
                ])
    }

    @Test("UTF-16 is known by its byte order mark or its first character", arguments: [true, false], [true, false])
    func utf16(bigEndian: Bool, marked: Bool) throws {
        let units = Array((marked ? "\u{FEFF}" : "").utf16) + Array(document(encoding: "UTF-16").utf16)
        let body = units.flatMap { bigEndian ? [UInt8($0 >> 8), UInt8($0 & 255)] : [UInt8($0 & 255), UInt8($0 >> 8)] }
        #expect(try titles(body) == [title])
    }

    @Test("a document that declares UTF-16 in ASCII is not UTF-16")
    func lyingDeclaration() throws {
        #expect(try titles(Array(document(encoding: "utf-16").utf8)) == [title])
    }

    @Test(
        "an unknown encoding is read as UTF-8", arguments: ["klingon", "../../etc/passwd", "UTF-8//TRANSLIT"])
    func unknown(encoding: String) throws {
        #expect(try titles(Array(document(encoding: encoding).utf8)) == [title])
    }

    @Test("bytes that mean nothing do not stop the reading")
    func brokenBytes() throws {
        var body = Array(document(encoding: "UTF-8").utf8)
        let index = try #require(body.firstIndex(of: UInt8(ascii: "P")))
        body.insert(0xFF, at: index)
        #expect(try titles(body) == ["\u{FFFD}" + title])
    }

    @Test("Asian encodings")
    func asian() throws {
        let body: [UInt8] =
            Array("<?xml version=\"1.0\" encoding=\"Shift_JIS\"?><rss><item><title>".utf8) + [0x93, 0xFA, 0x96, 0x7B]
            + Array("</title><link>https://a.example/</link></item></rss>".utf8)
        #expect(try titles(body) == ["日本"])
        let cut = Charset(label: "shift_jis")?.decode([0x93, 0xFA, 0x96], mustBeClean: true)
        #expect(cut == Array("日\u{FFFD}".utf8))
    }

    @Test(
        "what stands before the declaration is overlooked",
        arguments: ["\u{FEFF}", "\n\n  ", "<br />\n<b>Warning</b>: something in line 3<br />\n", "\u{FEFF}\n"])
    func junk(before: String) throws {
        #expect(try titles(Array((before + document(encoding: "UTF-8")).utf8)) == [title])
    }

    @Test("bare ampersands, HTML's entities and control characters are put right")
    func repairs() throws {
        let reading = try read(
            rss(
                item(
                    title: "Q&A &eacute;t&eacute; &nbsp; a\u{0B}b &#8364; &#0; R&D", link: "https://a.example/?a=1&b=2")
            ))
        #expect(reading.articles.first?.title.hasPrefix("Q&A été ab €") == true)
        #expect(reading.articles.first?.title.hasSuffix("R&D") == true)
        #expect(reading.articles.first?.link == "https://a.example/?a=1&b=2")
    }

    @Test("ampersands in CDATA are left alone")
    func cdata() throws {
        #expect(try article(item(title: "<![CDATA[Fish & Chips &amp; more]]>")).title == "Fish & Chips & more")
    }
}
