import Compression
import Domain
import OperatingSystem

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// A sequential byte stream.
protocol ByteInput: AnyObject {
    /// Fills some of `buffer`, which is not empty; 0 at the end.
    func read(into buffer: UnsafeMutableRawBufferPointer) throws(LogReadError) -> Int
    /// What went wrong before the end, once it is reached.
    var defect: LogSourceWarning? { get }
    /// The descriptor to wait for before a read, of a pipe or a terminal.
    var stream: Int32? { get }
    /// The number of bytes, of a plain file as it is opened.
    var size: Int? { get }
}

enum ByteInputs {
    /// Opens a source. What is no regular file is opened without waiting for it.
    static func open(_ source: LogSource, _ budget: DescriptorBudget) throws(LogReadError) -> any ByteInput {
        switch source.origin {
        case .file(let path), .stream(let path): try FileInput.open(path, from: 0, upTo: source.length, budget)
        case .descriptor(let descriptor): StreamInput(descriptor, path: source.label)
        case .bytes(let bytes): MemoryInput(bytes)
        }
    }

    /// The text of an input: compression and encoding are detected by the first bytes, which are waited for.
    static func text(of plain: any ByteInput, _ source: LogSource) throws(LogReadError) -> any ByteInput {
        if case .bytes = source.origin { return try TextInputs.decode(plain) }
        let joined = try PrefixedInput(plain, peeking: CompressedFormat.longestMagic)
        let head = joined.head
        if head.starts(with: GzipMagic.bytes) { return try TextInputs.decode(GzipInput(joined)) }
        if let format = CompressedFormat(magic: head) {
            return try TextInputs.decode(DecompressedInput(format, joined))
        }
        if let name = UnreadFormats.name(of: head) {
            throw LogReadError(
                path: source.label,
                kind: .other(
                    Phrase(
                        "it is compressed by \(name), which is not read; decompress it first",
                        fr: "il est compressé par \(name), qui n’est pas lu\u{A0}; décompressez-le d’abord")))
        }
        return try TextInputs.decode(joined)
    }

    /// Reads into `bytes` at `start`. Returns the number of bytes read; 0 at the end.
    static func readSome(_ input: any ByteInput, _ bytes: inout [UInt8], from start: Int) throws(LogReadError) -> Int {
        let result = bytes.withUnsafeMutableBytes { all in
            Result { () throws(LogReadError) in
                try input.read(into: UnsafeMutableRawBufferPointer(rebasing: all[start...]))
            }
        }
        return try result.get()
    }
}

/// Compressed formats that are named, not read.
enum UnreadFormats {
    static func name(of head: some Collection<UInt8>) -> String? {
        let head = Array(head)
        let known: [(String, [UInt8])] = [
            ("lz4", [0x04, 0x22, 0x4D, 0x18]), ("zip", [0x50, 0x4B, 0x03, 0x04]),
            ("7z", [0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C]), ("compress (.Z)", [0x1F, 0x9D]),
            ("lzip", Array("LZIP".utf8)), ("lzop", [0x89, 0x4C, 0x5A, 0x4F]),
        ]
        return known.first { head.starts(with: $0.1) }?.0
    }
}

extension LogReadError {
    init(path: String, _ code: Int32) {
        let kind: Kind =
            switch code {
            case ENOENT, ENOTDIR: .absent
            case EACCES, EPERM: .forbidden
            default: .other(SystemError.phrase(code))
            }
        self.init(path: path, kind: kind)
    }
}

/// Bytes in memory.
final class MemoryInput: ByteInput {
    private var bytes: ArraySlice<UInt8>
    var defect: LogSourceWarning? { nil }
    var stream: Int32? { nil }
    let size: Int?

    init(_ bytes: [UInt8]) {
        self.bytes = bytes[...]
        size = bytes.count
    }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws(LogReadError) -> Int {
        let piece = bytes.prefix(buffer.count)
        buffer.copyBytes(from: piece)
        bytes = bytes.dropFirst(piece.count)
        return piece.count
    }
}

/// An input whose first bytes have been looked at.
final class PrefixedInput: ByteInput {
    /// The first bytes, at most as many as asked for.
    private(set) var head: ArraySlice<UInt8>
    private let rest: any ByteInput
    var defect: LogSourceWarning? { rest.defect }
    /// Bytes that were read already need no waiting for.
    var stream: Int32? { head.isEmpty ? rest.stream : nil }
    var size: Int? { rest.size }

    init(_ input: any ByteInput, peeking count: Int) throws(LogReadError) {
        var bytes = [UInt8](repeating: 0, count: count)
        var used = 0
        while used < count {
            let more = try ByteInputs.readSome(input, &bytes, from: used)
            if more == 0 { break }
            used += more
        }
        head = bytes[..<used]
        rest = input
    }

    /// Drops the first bytes.
    func skip(_ count: Int) { head = head.dropFirst(count) }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws(LogReadError) -> Int {
        guard !head.isEmpty else { return try rest.read(into: buffer) }
        let piece = head.prefix(buffer.count)
        buffer.copyBytes(from: piece)
        head = head.dropFirst(piece.count)
        return piece.count
    }
}
