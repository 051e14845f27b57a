import Domain

/// What stands behind the files of a zip archive: its directory and the end of it (PKWARE's APPNOTE, 4.3.11 to 4.3.16).
///
/// The files have said all of it themselves, so that one that is cut off is no loss. It is read for its end: what comes
/// after it, such as another archive, is no part of this one.
struct ZipDirectory {
    static let end: [UInt8] = [0x50, 0x4B, 0x05, 0x06]
    private static let fileHeader: [UInt8] = [0x50, 0x4B, 0x01, 0x02]
    private static let extraData: [UInt8] = [0x50, 0x4B, 0x06, 0x08]
    private static let digitalSignature: [UInt8] = [0x50, 0x4B, 0x05, 0x05]
    private static let largeEnd: [UInt8] = [0x50, 0x4B, 0x06, 0x06]
    private static let largeEndLocator: [UInt8] = [0x50, 0x4B, 0x06, 0x07]
    /// What may follow the last file.
    private static let first: [[UInt8]] = [fileHeader, end, largeEnd, digitalSignature, extraData]

    private let source: any ByteSource
    private let name: String
    /// The number of files that the end record of zip64 names.
    private var listed: Int?

    init(_ source: any ByteSource, name: String) {
        self.source = source
        self.name = name
    }

    static func begins(with signature: [UInt8]) -> Bool { first.contains(signature) }

    /// Reads to the end of the source.
    /// - Parameters:
    ///   - signature: what it begins with, which has been read.
    ///   - files: the number of files before it.
    mutating func read(from signature: [UInt8], files: Int) throws(ImportFailure) {
        var signature = signature
        // Fewer bytes are the end of an archive that is cut off.
        while signature.count == 4 {
            switch signature {
            case Self.fileHeader:
                // 4.3.12: the lengths of the name, of the extra field and of the comment.
                let fixed = try source.next(42)
                guard fixed.count == 42 else { return }
                try skip(fixed.number(24, 2) + fixed.number(26, 2) + fixed.number(28, 2))
            case Self.extraData:
                let length = try source.next(4)
                guard length.count == 4 else { return }
                try skip(length.number(0, 4))
            case Self.digitalSignature:
                let length = try source.next(2)
                guard length.count == 2 else { return }
                try skip(length.number(0, 2))
            case Self.largeEnd:
                // 4.3.14: the size of what follows itself, of which 44 bytes are fixed.
                let fixed = try source.next(52)
                guard fixed.count == 52 else { return }
                guard fixed.number(0, 8) >= 44 else { throw ZipSource.damaged(name) }
                listed = fixed.number(28, 8)
                try skip(fixed.number(0, 8) - 44)
            case Self.largeEndLocator:
                try skip(16)
            case Self.end:
                return try readEnd(files)
            default:
                throw ZipSource.damaged(name)
            }
            signature = try source.next(4)
        }
    }

    /// 4.3.16.
    private func readEnd(_ files: Int) throws(ImportFailure) {
        let fixed = try source.next(18)
        guard fixed.count == 18 else { return }
        // Two bytes count the files: of more than 65,535 the number is in the record of zip64, or begins again at 0.
        guard listed.map({ $0 == files }) ?? (fixed.number(6, 2) == files % 65_536) else { throw otherCount }
        try skip(fixed.number(16, 2))
        guard try source.next(1).isEmpty else { throw trailed }
    }

    private func skip(_ count: Int) throws(ImportFailure) {
        var left = count
        while left > 0 {
            let part = try source.next(min(left, 64 << 10))
            if part.isEmpty { return }
            left -= part.count
        }
    }

    private var otherCount: ImportFailure {
        .damaged(
            name,
            Phrase(
                "the zip archive has another number of files than its directory says",
                fr: "le nombre de fichiers de l’archive zip diffère de celui que son répertoire indique"))
    }

    private var trailed: ImportFailure {
        ImportFailure(
            .damaged,
            Phrase(
                "\(name): more bytes follow the end of the zip archive",
                fr: "\(name)\u{A0}: d’autres octets suivent la fin de l’archive zip"),
            hint: Phrase(
                "import each archive on its own; nothing of this one was imported",
                fr: "importez chaque archive séparément\u{A0}; rien de celle-ci n’a été importé"))
    }
}
