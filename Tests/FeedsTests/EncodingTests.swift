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

@Suite("Bytes that are in no single encoding") struct MixedEncodingTests {
    private func title(_ bytes: [UInt8], declared: String = "") throws -> String? {
        let body =
            Array("<?xml version=\"1.0\"\(declared)?><rss><item><link>https://a.example/</link><title>".utf8) + bytes
            + Array("</title><description>déjà vu été</description></item></rss>".utf8)
        return try read(body).articles.first?.title
    }

    @Test("a scalar that was cut at the end of a word is U+FFFD, and a letter of windows-1252 within a word is itself")
    func cut() throws {
        #expect(try title(Array("caf".utf8) + [0xC3] + Array(" carrot".utf8)) == "caf\u{FFFD} carrot")
        #expect(try title([0xC9] + Array("tat".utf8)) == "État")
        #expect(try title(Array("It".utf8) + [0x92] + Array("s".utf8)) == "It’s")
    }

    /// U+1F680 as the surrogates D83D DE80, in three bytes each (Unicode Technical Report 26).
    @Test("CESU-8 is one character, in a document that is otherwise UTF-8 and in one that is ASCII")
    func surrogates() throws {
        let rocket: [UInt8] = [0xED, 0xA0, 0xBD, 0xED, 0xBA, 0x80]
        #expect(try title(Array("Bitcoin ".utf8) + rocket) == "Bitcoin 🚀")
        #expect(UTF8Survey.repaired(rocket + Array("x".utf8)) == Array("🚀x".utf8))
        #expect(UTF8Survey.repaired(Array(rocket[..<3])).allSatisfy { $0 != 0xED })
    }

    @Test("Thai is recognised, which ICU does not know")
    func thai() throws {
        // "บิตคอยน์วันนี้" in TIS-620: each character is its place in the Thai block plus 0xA0.
        let word: [UInt8] = "บิตคอยน์วันนี้".unicodeScalars.map { UInt8($0.value - 0x0E00 + 0xA0) }
        let body =
            Array("<rss><item><link>https://a.example/</link><title>".utf8) + word + Array("</title></item></rss>".utf8)
        #expect(try read(body).articles.first?.title == "บิตคอยน์วันนี้")
    }

    /// Bytes that are three in UTF-8, declared and guessed in every way that a document can be read.
    @Test(
        "document and text take less than three times the document",
        arguments: [64 << 10, 512 << 10, 2 << 20, 8 << 20],
        ["windows-1252", "latin1", nil, "mark", "half", "json"])
    func hostile(size: Int, label: String?) {
        let filler = [UInt8](repeating: 0x80, count: size)
        let body: [UInt8] =
            switch label {
            // The byte order mark of UTF-8.
            case "mark": [0xEF, 0xBB, 0xBF] + filler
            // As many characters of UTF-8 as stray bytes.
            case "half": (0..<size / 3).flatMap { _ in [0xC3, 0xA9, 0x80] }
            case "json": Array("{\"items\": [{\"title\": \"".utf8) + filler
            default: Array("<?xml version=\"1.0\"\(label.map { " encoding=\"\($0)\"" } ?? "")?><rss>".utf8) + filler
            }
        let text = DocumentEncoding.utf8(body, contentType: nil)
        #expect(body.count + text.capacity < body.count * 3)
    }

    /// A letter of TIS-620 is three bytes in UTF-8.
    @Test("a document of Thai is whole up to 256 kB, and a large one of nothing else is cut")
    func thaiDocuments() {
        func length(_ count: Int) -> Int? {
            Charset(label: "tis-620")?.decode([UInt8](repeating: 0xA1, count: count), mustBeClean: true)?.count
        }
        #expect(length(256 << 10) == 768 << 10)
        #expect((length(8 << 20) ?? 0) <= (8 << 20) * 16 / 10 + 16_384)
    }

    @Test("a text of JSON that is all one string is decoded as far as it is read")
    func longString() throws {
        let text = String(repeating: "\\u0041", count: 1 << 20)
        let reading = try read(
            Array("{\"items\": [{\"id\": \"1\", \"url\": \"https://a.example/\", \"title\": \"\(text)\"}]}".utf8))
        #expect(reading.articles.first?.title == String(repeating: "A", count: 299) + "…")
    }
}
