import CZlib
import Compression
import Domain

/// The text of the one CSV file in a zip archive (PKWARE's APPNOTE, 4.3), read from front to back, so that a pipe is
/// enough. Entries that are not CSV are skipped; a second one is a failure, as one file is imported at a time.
final class ZipSource: ByteSource {
    static let magic: [UInt8] = [0x50, 0x4B, 0x03, 0x04]

    /// The end of the central directory, with which an archive without files begins (4.3.16).
    static let emptyMagic = ZipDirectory.end

    private let name: String
    private let source: Raw
    /// The number of files so far.
    private var entries = 0
    /// What the directory begins with, once it is reached.
    private var directory: [UInt8] = []
    private var entry: Entry?
    private var entryName: String?
    private var isAtEnd = false
    /// One for all files: an archive may have a file at every fiftieth byte.
    private lazy var inflater = Inflater<ImportFailure>(.none) { [source] buffer throws(ImportFailure) in
        try source.readAhead(into: buffer)
    }

    init(_ source: any ByteSource, name: String) {
        self.name = name
        self.source = Raw(source)
    }

    /// The bytes that were read of the archive, each as often as it was read.
    var taken: Int { source.taken }

    /// The name of the CSV file, once some of it was read.
    var csvName: String? { entryName }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws(ImportFailure) -> Int {
        while !isAtEnd {
            if let entry {
                let count = try entry.read(into: buffer, name)
                if count > 0 { return count }
                self.entry = nil
            }
            guard let header = try nextHeader() else {
                guard entryName != nil else { throw noCSV }
                var rest = ZipDirectory(source, name: name)
                try rest.read(from: directory, files: entries)
                isAtEnd = true
                break
            }
            let next = try entry(of: header)
            guard header.isCSV else {
                try skip(next)
                continue
            }
            if let entryName { throw several(entryName, header.name) }
            entryName = header.name
            entry = next
        }
        return 0
    }

    private func entry(of header: Header) throws(ImportFailure) -> Entry {
        guard header.flags & 1 == 0 else { throw unsupported(Phrase("it is encrypted", fr: "elle est chiffrée")) }
        switch header.method {
        case 8:
            inflater.restart()
            source.beginFile()
            return Entry(header, source, inflater: inflater)
        case 0 where header.flags & 8 == 0: return Entry(header, source, inflater: nil)
        default:
            throw unsupported(
                Phrase("method \(header.method) is not supported", fr: "méthode \(header.method) non prise en charge"))
        }
    }

    private func skip(_ entry: Entry) throws(ImportFailure) {
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 64 << 10, alignment: 1)
        defer { buffer.deallocate() }
        while try entry.read(into: buffer, name) > 0 {}
    }

    /// The next local file header; `nil` at the central directory, which follows the last file.
    private func nextHeader() throws(ImportFailure) -> Header? {
        let head = try source.next(4)
        guard head == Self.magic else {
            guard ZipDirectory.begins(with: head) else { throw damaged }
            if head == Self.emptyMagic, entries == 0 { throw empty }
            directory = head
            return nil
        }
        let fixed = try source.next(26)
        guard fixed.count == 26 else { throw damaged }
        let (nameLength, extraLength) = (fixed.number(22, 2), fixed.number(24, 2))
        let text = try source.next(nameLength)
        let extra = try source.next(extraLength)
        guard text.count == nameLength, extra.count == extraLength else { throw damaged }
        entries += 1
        return Header(fixed, name: String(decoding: text, as: UTF8.self), extra: extra)
    }

    private var damaged: ImportFailure { Self.damaged(name) }

    static func damaged(_ name: String) -> ImportFailure {
        .damaged(
            name, Phrase("the zip archive ends early or is damaged", fr: "l’archive zip est incomplète ou endommagée"))
    }

    private var empty: ImportFailure {
        ImportFailure(
            .unknownLayout,
            Phrase("\(name): the zip archive is empty", fr: "\(name)\u{A0}: l’archive zip est vide"),
            hint: Phrase("check the download", fr: "vérifiez le téléchargement"))
    }

    private var noCSV: ImportFailure {
        ImportFailure(
            .unknownLayout,
            Phrase(
                "\(name): the zip archive has no CSV file", fr: "\(name)\u{A0}: l’archive zip n’a aucun fichier CSV"),
            hint: Phrase("list its files: unzip -l '\(name)'", fr: "listez ses fichiers\u{A0}: unzip -l '\(name)'"))
    }

    private func several(_ first: String, _ second: String) -> ImportFailure {
        let (first, second) = (first.printableLine(limit: 80), second.printableLine(limit: 80))
        return ImportFailure(
            .needsOption,
            Phrase(
                "\(name): the zip archive has several CSV files: \(first), \(second)…",
                fr: "\(name)\u{A0}: l’archive zip a plusieurs fichiers CSV\u{A0}: \(first), \(second)…"),
            hint: Phrase(
                "extract the one to import: unzip '\(name)', then bitcoin-analyzer import FILE",
                fr: "extrayez celui à importer\u{A0}: unzip '\(name)', puis bitcoin-analyzer import FICHIER"))
    }

    private func unsupported(_ reason: Phrase) -> ImportFailure {
        ImportFailure(
            .unknownLayout,
            Phrase(
                "\(name): the zip archive cannot be read: ",
                fr: "\(name)\u{A0}: l’archive zip ne peut pas être lue\u{A0}: "
            ) + reason,
            hint: Phrase(
                "extract it with another program, and import the CSV file",
                fr: "extrayez-la avec un autre programme, et importez le fichier CSV"))
    }
}

/// A local file header.
private struct Header {
    let flags, method: Int
    let checksum: UInt32
    let size: Int
    let name: String
    /// Whether sizes take eight bytes each (zip64), also in the descriptor after the data.
    let isLarge: Bool

    init(_ fixed: [UInt8], name: String, extra: [UInt8]) {
        flags = fixed.number(2, 2)
        method = fixed.number(4, 2)
        checksum = UInt32(fixed.number(10, 4))
        self.name = name
        let short = fixed.number(14, 4)
        var large: Int?
        var place = 0
        // The extra field is a list of tag, length and data; tag 1 holds the sizes that do not fit (4.5.3).
        while place + 4 <= extra.count {
            let length = extra.number(place + 2, 2)
            if extra.number(place, 2) == 1, length >= 16, place + 20 <= extra.count {
                large = extra.number(place + 12, 8)
            }
            place += 4 + length
        }
        isLarge = large != nil
        size = short == 0xFFFF_FFFF ? large ?? short : short
    }

    var isCSV: Bool {
        let lower = name.lowercased()
        return [".csv", ".txt", ".tsv"].contains { lower.hasSuffix($0) } && !lower.hasPrefix("__macosx/")
    }
}

/// The data of one file in the archive.
private final class Entry {
    private let header: Header
    private let source: Raw
    private let inflater: Inflater<ImportFailure>?
    private var left: Int
    private var checksum: UInt = 0
    private var isFinished = false

    init(_ header: Header, _ source: Raw, inflater: Inflater<ImportFailure>?) {
        self.header = header
        self.source = source
        self.inflater = inflater
        left = header.size
    }

    func read(into buffer: UnsafeMutableRawBufferPointer, _ name: String) throws(ImportFailure) -> Int {
        guard !isFinished else { return 0 }
        let count: Int
        if let inflater {
            count = try inflater.read(into: buffer)
        } else {
            let part = UnsafeMutableRawBufferPointer(rebasing: buffer[..<min(buffer.count, left)])
            count = part.isEmpty ? 0 : try source.read(into: part)
            left -= count
        }
        if count > 0 {
            checksum = crc32(
                checksum, buffer.baseAddress?.assumingMemoryBound(to: UInt8.self), UInt32(clamping: count))
            return count
        }
        isFinished = true
        var expected = header.checksum
        if let inflater {
            guard inflater.state == .finished else { throw ZipSource.damaged(name) }
            source.unread(inflater.unused)
            if header.flags & 8 != 0 { expected = try descriptor(name) }
        } else if left > 0 {
            throw ZipSource.damaged(name)
        }
        guard UInt32(truncatingIfNeeded: checksum) == expected else { throw ZipSource.damaged(name) }
        return 0
    }

    /// The checksum after the data (4.3.9), whose signature may be missing.
    private func descriptor(_ name: String) throws(ImportFailure) -> UInt32 {
        let sizes = header.isLarge ? 16 : 8
        var bytes = try source.next(4)
        if bytes == [0x50, 0x4B, 0x07, 0x08] { bytes = try source.next(4) }
        guard bytes.count == 4, try source.next(sizes).count == sizes else { throw ZipSource.damaged(name) }
        return UInt32(bytes.number(0, 4))
    }
}

/// A source to which the bytes of the last read can be given back.
private final class Raw: ByteSource {
    private let source: any ByteSource
    private var bytes = [UInt8](repeating: 0, count: 64 << 10)
    private var start = 0
    private var end = 0
    /// The bytes that were read, those that were given back included.
    private(set) var taken = 0
    /// How much the inflater gets at the next time.
    private var ahead = 0

    /// An inflater that gets more than its file has gives the rest back: what it gets grows with what it took.
    private static let firstAhead = 512

    init(_ source: any ByteSource) { self.source = source }

    func beginFile() { ahead = Self.firstAhead }

    func readAhead(into buffer: UnsafeMutableRawBufferPointer) throws(ImportFailure) -> Int {
        let count = min(buffer.count, ahead)
        ahead = min(ahead * 2, 1 << 20)
        return try read(into: UnsafeMutableRawBufferPointer(rebasing: buffer[..<count]))
    }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws(ImportFailure) -> Int {
        if start == end {
            let source = source
            let result = bytes.withUnsafeMutableBytes { bytes in
                Result { () throws(ImportFailure) in try source.read(into: bytes) }
            }
            (start, end) = (0, try result.get())
        }
        let count = min(buffer.count, end - start)
        buffer.copyBytes(from: bytes[start..<(start + count)])
        start += count
        taken += count
        return count
    }

    /// Gives back the last bytes of the last read.
    func unread(_ count: Int) { start -= count }
}

extension [UInt8] {
    /// A little-endian number; clamped, as a size of more than `Int.max` is nonsense.
    func number(_ start: Int, _ count: Int) -> Int {
        var number: UInt64 = 0
        for index in (0..<count).reversed() { number = number << 8 | UInt64(self[start + index]) }
        return Int(clamping: number)
    }
}
