#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// A legacy encoding of the web, by its labels (https://encoding.spec.whatwg.org/#names-and-labels).
///
/// A fixed list, as the label is untrusted and the C library would load a module of any name.
struct Charset {
    /// The name for iconv.
    let name: String

    /// Whether characters have several bytes.
    var isMultibyte: Bool { Self.multibyte.contains(name) }
    /// Whether the bytes are those of ASCII, and other characters are escaped.
    var isASCIIWithEscapes: Bool { ["ISO-2022-JP", "ISO-2022-KR", "UTF-7"].contains(name) }

    /// `nil` for UTF-8, for UTF-16 (a document with a declaration that is readable as ASCII is not UTF-16) and for
    /// unknown labels.
    init?(label: String) {
        guard label.utf8.count < 40 else { return nil }
        let label = label.lowercased().filter { !$0.isWhitespace }.replacing("_", with: "-")
        if let name = Self.names[label] {
            self.name = name
            return
        }
        for prefix in ["windows-", "cp-", "cp", "x-cp", "ms-"] where label.hasPrefix(prefix) {
            if let page = Int(label.dropFirst(prefix.count)), (1250...1258).contains(page) {
                name = "CP\(page)"
                return
            }
        }
        for prefix in ["iso-8859-", "iso8859-", "8859-", "iso-ir-"] where label.hasPrefix(prefix) {
            // ISO-8859-8-I has another order on the screen only.
            let digits = label.dropFirst(prefix.count).prefix { $0.isNumber }
            guard let part = Int(digits), (2...16).contains(part), part != 12 else { continue }
            name = part == 9 ? "CP1254" : part == 11 ? "CP874" : "ISO-8859-\(part)"
            return
        }
        return nil
    }

    private static let multibyte: Set<String> = [
        "CP932", "EUC-JP", "ISO-2022-JP", "ISO-2022-KR", "GB18030", "BIG5-HKSCS", "UHC", "UTF-7",
    ]

    private static let names = [
        // On the web, Latin 1 and ASCII mean their Windows superset.
        "iso-8859-1": "CP1252", "iso8859-1": "CP1252", "8859-1": "CP1252", "latin1": "CP1252", "l1": "CP1252",
        "latin-1": "CP1252", "us-ascii": "CP1252", "ascii": "CP1252", "ansi": "CP1252", "x-ansi": "CP1252",
        "iso-8859-1:1987": "CP1252", "cp819": "CP1252", "ibm819": "CP1252", "ansi-x3.4-1968": "CP1252",
        "latin2": "ISO-8859-2", "latin3": "ISO-8859-3", "latin4": "ISO-8859-4", "latin5": "CP1254",
        "latin6": "ISO-8859-10", "latin9": "ISO-8859-15", "latin-9": "ISO-8859-15", "cyrillic": "ISO-8859-5",
        "arabic": "ISO-8859-6", "greek": "ISO-8859-7", "hebrew": "ISO-8859-8",
        "koi8-r": "KOI8-R", "koi8": "KOI8-R", "koi": "KOI8-R", "koi8-u": "KOI8-U", "koi8-ru": "KOI8-U",
        "macintosh": "MACINTOSH", "mac": "MACINTOSH", "mac-roman": "MACINTOSH", "macroman": "MACINTOSH",
        "x-mac-roman": "MACINTOSH", "x-mac-cyrillic": "MAC-CYRILLIC", "mac-cyrillic": "MAC-CYRILLIC",
        "x-mac-ukrainian": "MAC-CYRILLIC", "mac-is": "MAC-IS", "mac-uk": "MAC-UK",
        "ibm866": "IBM866", "cp866": "IBM866", "866": "IBM866", "ibm437": "IBM437", "cp437": "IBM437",
        "ibm850": "IBM850", "cp850": "IBM850", "ibm852": "IBM852", "cp852": "IBM852", "ibm855": "IBM855",
        "windows-874": "CP874", "cp874": "CP874", "tis-620": "CP874", "dos-874": "CP874", "iso-8859-11": "CP874",
        "shift-jis": "CP932", "shiftjis": "CP932", "sjis": "CP932", "x-sjis": "CP932", "ms932": "CP932",
        "ms-kanji": "CP932", "windows-31j": "CP932", "cp932": "CP932", "csshiftjis": "CP932",
        "euc-jp": "EUC-JP", "x-euc-jp": "EUC-JP", "eucjp": "EUC-JP", "iso-2022-jp": "ISO-2022-JP",
        "csiso2022jp": "ISO-2022-JP", "iso-2022-kr": "ISO-2022-KR", "utf-7": "UTF-7",
        "gb2312": "GB18030", "gb-2312": "GB18030", "gbk": "GB18030", "x-gbk": "GB18030", "gb18030": "GB18030",
        "cp936": "GB18030", "gb-2312-80": "GB18030", "euc-cn": "GB18030", "chinese": "GB18030",
        "big5": "BIG5-HKSCS", "big5-hkscs": "BIG5-HKSCS", "x-x-big5": "BIG5-HKSCS", "cp950": "BIG5-HKSCS",
        "euc-kr": "UHC", "cp949": "UHC", "windows-949": "UHC", "ks-c-5601-1987": "UHC", "korean": "UHC",
        "ksc5601": "UHC", "viscii": "VISCII", "tcvn": "TCVN", "armscii-8": "ARMSCII-8", "pt154": "PT154",
        "georgian-ps": "GEORGIAN-PS", "hp-roman8": "HP-ROMAN8", "roman8": "HP-ROMAN8", "koi8-t": "KOI8-T",
    ]

    /// The text in UTF-8, with U+FFFD for invalid bytes; `nil` when the C library lacks the encoding, or a byte is
    /// invalid and `mustBeClean`. A character that the end of the document cuts does not count.
    func decode(_ bytes: [UInt8], mustBeClean: Bool) -> [UInt8]? {
        // The five bytes that windows-1252 leaves free are C1 controls on the web.
        if name == "CP1252" { return Windows1252.utf8(bytes) }
        guard var converter = IconvConverter(from: name) else { return nil }
        return converter.convert(bytes, mustBeClean: mustBeClean)
    }
}

/// A conversion descriptor of the C library, closed on destruction.
private struct IconvConverter: ~Copyable {
    private let descriptor: iconv_t

    init?(from name: String) {
        guard let descriptor = iconv_open("UTF-8", name), descriptor != iconv_t(bitPattern: -1) else { return nil }
        self.descriptor = descriptor
    }

    deinit { iconv_close(descriptor) }

    mutating func convert(_ bytes: [UInt8], mustBeClean: Bool) -> [UInt8]? {
        var output: [UInt8] = []
        let limit = DecodedText.limit(for: bytes.count)
        output.reserveCapacity(min(limit, bytes.count * 3) + 16_384)
        var chunk = [CChar](repeating: 0, count: 16_384)
        return bytes.withUnsafeBytes { input in
            // iconv reads through a mutable pointer and changes nothing.
            var next = UnsafeMutablePointer(mutating: input.bindMemory(to: CChar.self).baseAddress)
            var left = input.count
            while left > 0, output.count < limit {
                let (written, error) = chunk.withUnsafeMutableBufferPointer { chunk in
                    var end = chunk.baseAddress
                    var room = chunk.count
                    let result = iconv(descriptor, &next, &left, &end, &room)
                    return (chunk.count - room, result == -1 ? errno : 0)
                }
                chunk.withUnsafeBytes { output += $0.prefix(written) }
                guard error != 0, error != E2BIG else { continue }
                // An invalid byte, or a character truncated by the end of the document.
                if mustBeClean, error == EILSEQ { return nil }
                UTF8Scalar.append(0xFFFD, to: &output)
                next = next?.advanced(by: 1)
                left -= 1
            }
            return output
        }
    }
}
