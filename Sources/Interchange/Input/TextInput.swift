import Compression
import Domain

/// The decompressed text of a file, recognized by its first bytes, not by its name.
enum TextInput {
    /// - Returns: the text, and for a zip archive the source that knows the name of its file.
    static func open(_ source: any ByteSource, name: String) throws(ImportFailure) -> (
        text: any ByteSource, zip: ZipSource?
    ) {
        let head = try source.next(6)
        let whole = PrefixedSource(head, source)
        if head.starts(with: GzipMagic.bytes) { return (GzipSource(whole, name: name), nil) }
        if head.starts(with: ZipSource.magic) || head.starts(with: ZipSource.emptyMagic) {
            let zip = ZipSource(whole, name: name)
            return (zip, zip)
        }
        for (magic, program) in others where head.starts(with: magic) {
            throw ImportFailure(
                .unknownLayout,
                Phrase("\(name) is compressed with \(program)", fr: "\(name) est compressé avec \(program)"),
                hint: Phrase(
                    "decompress it: \(program) -dc FILE | bitcoin-analyzer import -",
                    fr: "décompressez-le\u{A0}: \(program) -dc FICHIER | bitcoin-analyzer import -"))
        }
        if head.starts(with: [0xFF, 0xFE]) || head.starts(with: [0xFE, 0xFF]) {
            throw ImportFailure(
                .unknownLayout, Phrase("\(name) is UTF-16 text", fr: "\(name) est du texte UTF-16"),
                hint: Phrase(
                    "convert it: iconv -f UTF-16 -t UTF-8 FILE | bitcoin-analyzer import -",
                    fr: "convertissez-le\u{A0}: iconv -f UTF-16 -t UTF-8 FICHIER | bitcoin-analyzer import -"))
        }
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        return (head.starts(with: mark) ? PrefixedSource(Array(head.dropFirst(3)), source) : whole, nil)
    }

    /// Formats that other programs read, by their first bytes.
    private static let others: [([UInt8], String)] = [
        ([0x42, 0x5A, 0x68], "bzip2"), ([0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00], "xz"),
        ([0x28, 0xB5, 0x2F, 0xFD], "zstd"), ([0x37, 0x7A, 0xBC, 0xAF], "7z"),
    ]
}
