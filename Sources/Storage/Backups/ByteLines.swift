import Domain
import OperatingSystem

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// The lines of an open file, from its beginning, whatever else reads from the descriptor. Memory does not grow with
/// the file.
struct ByteLines {
    private let descriptor: Int32
    private let path: String
    private var offset: off_t = 0
    private var buffer: [UInt8] = []
    private var start = 0
    /// The number of lines returned.
    private(set) var number = 0

    /// Bytes; the texts of the largest row are far below.
    static let longest = 8 << 20
    private static let chunk = 256 << 10

    init(_ descriptor: Int32, path: String) {
        self.descriptor = descriptor
        self.path = path
    }

    /// The next line without its line end; `nil` at the end of the file.
    /// - Throws: ``ArchiveFailure``: `corrupt` for a longer line, or a last one without a line end.
    mutating func next() throws(ArchiveFailure) -> ArraySlice<UInt8>? {
        var searched = start
        while true {
            if let end = newline(from: searched) {
                defer { start = end + 1 }
                number += 1
                return buffer[start..<end]
            }
            guard buffer.count - start <= Self.longest else {
                throw .damaged(path, "line \(number + 1) has no end")
            }
            searched = buffer.count - start
            guard try fill() else {
                guard buffer.isEmpty else { throw .damaged(path, "the file ends within line \(number + 1)") }
                return nil
            }
        }
    }

    private func newline(from index: Int) -> Int? {
        buffer.withUnsafeBytes { bytes in
            guard let base = bytes.baseAddress, index < bytes.count,
                let found = memchr(base + index, 10, bytes.count - index)
            else { return nil }
            return UnsafeRawPointer(found) - base
        }
    }

    /// - Returns: whether there was more.
    private mutating func fill() throws(ArchiveFailure) -> Bool {
        var chunk = [UInt8](repeating: 0, count: Self.chunk)
        var count: Int
        repeat { count = pread(descriptor, &chunk, chunk.count, offset) } while count < 0 && errno == EINTR
        guard count >= 0 else {
            throw ArchiveFailure(
                .unreachable, Phrase("\(path) cannot be read", fr: "\(path) ne peut pas être lu"),
                hint: Phrase("check the disk: dmesg", fr: "vérifiez le disque\u{A0}: dmesg"),
                detail: SystemError.phrase(errno).english)
        }
        offset += off_t(count)
        buffer = Array(buffer[start...]) + chunk[..<count]
        start = 0
        return count > 0
    }
}

extension ArchiveFailure {
    /// A backup that is not what was written.
    static func damaged(_ path: String, _ detail: String) -> ArchiveFailure {
        ArchiveFailure(
            .corrupt,
            Phrase(
                "\(path) is damaged, or was changed after it was written",
                fr: "\(path) est endommagé, ou a été modifié après son écriture"), hint: .useAnotherBackup,
            detail: detail)
    }
}

extension Phrase {
    static let useAnotherBackup = Phrase(
        "use another backup; nothing was changed",
        fr: "utilisez une autre sauvegarde\u{A0}; rien n’a été modifié")
    static let nameBackup = Phrase(
        "name a file that bitcoin-analyzer backup has written",
        fr: "indiquez un fichier écrit par bitcoin-analyzer backup")
}
