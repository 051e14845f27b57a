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

    /// Text in an encoding of the C library is not made by this program, so its bytes are written down.
    private func titles(encoded: [UInt8], label: String?, header: String? = nil) throws -> [String] {
        let declared = label.map { " encoding=\"\($0)\"" } ?? ""
        let body =
            Array("<?xml version=\"1.0\"\(declared)?><rss><item><link>https://a.example/</link><title>".utf8) + encoded
            + Array("</title></item></rss>".utf8)
        return try titles(body, contentType: header)
    }

    @Test(
        "valid UTF-8 is UTF-8 whatever is declared",
        arguments: ["ISO-8859-1", "windows-1252", "us-ascii", "windows-1251", "gb2312"])
    func misdeclaredUTF8(label: String) throws {
        #expect(try titles(encoded: Array(title.utf8), label: label) == [title])
        #expect(try titles(encoded: Array(title.utf8), label: nil, header: "text/xml; charset=\(label)") == [title])
    }

    @Test("windows-1252 that declares UTF-8, or nothing, is guessed", arguments: ["UTF-8", nil])
    func undeclared(label: String?) throws {
        let french = "Le cours s’envole après l’annonce : l’été dernier, déjà, les marchés étaient à la hausse à 5 €"
        let bytes = french.unicodeScalars.map { scalar -> UInt8 in
            switch scalar {
            case "’": 0x92
            case "€": 0x80
            default: UInt8(truncatingIfNeeded: scalar.value)
            }
        }
        #expect(try titles(encoded: bytes, label: label) == [french])
    }

    @Test("the header comes before the declaration (RFC 7303), as far as the document decodes cleanly")
    func order() throws {
        // "Цена" in windows-1251 and KOI8-R.
        #expect(
            try titles(encoded: [0xD6, 0xE5, 0xED, 0xE0], label: "koi8-r", header: "text/xml; charset=windows-1251")
                == ["Цена"])
        #expect(try titles(encoded: [0xD6, 0xE5, 0xED, 0xE0], label: "windows-1251") == ["Цена"])
        #expect(
            try titles(encoded: [0xE3, 0xC5, 0xCE, 0xC1], label: "koi8-r", header: "text/xml; charset=utf-8") == [
                "Цена"
            ])
    }

    @Test(
        "the other encodings of the web",
        arguments: [
            ("windows-874", [0xA1, 0xD2], "กา"), ("macintosh", [0x8E, 0xD5], "é’"), ("x-mac-roman", [0x8E], "é"),
            ("big5", [0xA4, 0xA4], "中"), ("euc-kr", [0xB0, 0xA1], "가"), ("gb2312", [0xD6, 0xD0], "中"),
            ("iso-8859-15", [0xA4], "€"), ("iso-8859-2", [0xB1], "ą"),
            ("iso-2022-jp", [0x1B, 0x24, 0x42, 0x46, 0x7C, 0x1B, 0x28, 0x42], "日"),
            ("koi8-u", [0xA4], "є"), ("windows-1256", [0xC7], "ا"),
        ] as [(String, [UInt8], String)])
    func encodings(label: String, bytes: [UInt8], text: String) throws {
        #expect(try titles(encoded: bytes, label: label) == [text])
    }

    @Test("UTF-32, with its mark and without", arguments: [true, false], [true, false])
    func utf32(bigEndian: Bool, marked: Bool) throws {
        let scalars = ((marked ? "\u{FEFF}" : "") + document(encoding: "UTF-32")).unicodeScalars
        let body = scalars.flatMap { scalar -> [UInt8] in
            let bytes = (0..<4).map { UInt8(truncatingIfNeeded: scalar.value >> (8 * UInt32($0))) }
            return bigEndian ? bytes.reversed() : bytes
        }
        #expect(try titles(body) == [title])
    }

    @Test("a byte of windows-1252 in a document of UTF-8 is what was meant")
    func mixed() throws {
        #expect(try titles(encoded: Array("Prix élevé, ".utf8) + [0x92], label: "UTF-8") == ["Prix élevé, ’"])
    }
}
