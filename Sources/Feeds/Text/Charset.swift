#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// A legacy encoding of the web (https://encoding.spec.whatwg.org).
///
/// A fixed list, as the label is untrusted and the C library would load a module of any name.
struct Charset {
    /// The name for iconv.
    let name: String

    /// `nil` for UTF-8, for UTF-16 (a document with a declaration that is readable as ASCII is not UTF-16) and for
    /// unknown labels.
    init?(label: String) {
        let label = label.lowercased().filter { !$0.isWhitespace }
        if let name = Self.names[label] {
            self.name = name
        } else if let match = label.wholeMatch(of: /(?:windows-|cp)(125[0-8])/) {
            name = "CP\(match.1)"
        } else if let match = label.wholeMatch(of: /iso[-_]?8859[-_](\d{1,2})/), let part = Int(match.1),
            (2...16).contains(part)
        {
            name = "ISO-8859-\(part)"
        } else {
            return nil
        }
    }

    private static let names = [
        // On the web, Latin 1 and ASCII mean their Windows superset.
        "iso-8859-1": "CP1252", "iso8859-1": "CP1252", "iso_8859-1": "CP1252", "latin1": "CP1252", "us-ascii": "CP1252",
        "ascii": "CP1252",
        "koi8-r": "KOI8-R", "koi8-u": "KOI8-U", "macintosh": "MACINTOSH", "ibm866": "IBM866", "cp866": "IBM866",
        "shift_jis": "CP932", "shift-jis": "CP932", "sjis": "CP932", "x-sjis": "CP932", "euc-jp": "EUC-JP",
        "iso-2022-jp": "ISO-2022-JP",
        "gb2312": "GB18030", "gbk": "GB18030", "gb18030": "GB18030", "big5": "BIG5-HKSCS", "euc-kr": "UHC",
        "ks_c_5601-1987": "UHC",
    ]

    /// The text, with U+FFFD for invalid bytes; `nil` when the C library lacks the encoding.
    func decode(_ bytes: [UInt8]) -> String? {
        guard var converter = IconvConverter(from: name) else { return nil }
        return converter.convert(bytes)
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

    mutating func convert(_ bytes: [UInt8]) -> String {
        var input = bytes.map { CChar(bitPattern: $0) }
        var output: [UInt8] = []
        output.reserveCapacity(bytes.count * 2)
        var chunk = [CChar](repeating: 0, count: 16_384)
        input.withUnsafeMutableBufferPointer { input in
            var next = input.baseAddress
            var left = input.count
            while left > 0 {
                let (written, error) = chunk.withUnsafeMutableBufferPointer { chunk in
                    var end = chunk.baseAddress
                    var room = chunk.count
                    let result = iconv(descriptor, &next, &left, &end, &room)
                    return (chunk.count - room, result == -1 ? errno : 0)
                }
                output += chunk[..<written].lazy.map { UInt8(bitPattern: $0) }
                guard error != 0, error != E2BIG else { continue }
                // An invalid byte, or a character truncated by the end of the document.
                output += Array("\u{FFFD}".utf8)
                next = next?.advanced(by: 1)
                left -= 1
            }
        }
        return String(decoding: output, as: UTF8.self)
    }
}
