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
    /// Whether the input ended prematurely.
    var isTruncated: Bool { get }
}

enum ByteInputs {
    /// Opens a source; gzip is detected by its magic bytes (RFC 1952, 2.3.1).
    static func open(_ origin: LogSource.Origin) throws(LogReadError) -> any ByteInput {
        let plain: any ByteInput
        switch origin {
        case .file(let path): plain = try DescriptorInput(path: path)
        case .descriptor(let descriptor): plain = DescriptorInput(descriptor)
        case .bytes(let bytes): return MemoryInput(bytes)
        }
        var head: [UInt8] = [0, 0]
        var count = 0
        while count < head.count {
            let more = try readSome(plain, &head, from: count)
            guard more > 0 else { break }
            count += more
        }
        let joined = PrefixedInput(head: Array(head.prefix(count)), plain)
        return head == GzipMagic.bytes ? GzipInput(joined) : joined
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

/// A file, a pipe or a terminal.
final class DescriptorInput: ByteInput {
    private let descriptor: Int32
    private let path: String
    var isTruncated: Bool { false }

    /// Whether reading starts after the file's beginning.
    let skipsBeginning: Bool

    /// - Parameter lastBytes: reads only this many bytes at the file's end; `nil` reads all.
    init(path: String, lastBytes: Int? = nil) throws(LogReadError) {
        descriptor = open(path, O_RDONLY | O_CLOEXEC)
        self.path = path
        guard descriptor >= 0 else { throw LogReadError(path: path, errno) }
        var status = stat()
        if fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFDIR {
            close(descriptor)
            throw LogReadError(path: path, kind: .other(Phrase("it is a folder", fr: "c’est un dossier")))
        }
        let skipped = lastBytes.map { max(0, Int(status.st_size) - $0) } ?? 0
        skipsBeginning = skipped > 0
        if skipsBeginning { lseek(descriptor, off_t(skipped), SEEK_SET) }
        posix_fadvise(descriptor, 0, 0, Int32(POSIX_FADV_SEQUENTIAL))
    }

    init(_ descriptor: Int32) {
        self.descriptor = descriptor
        path = "descriptor \(descriptor)"
        skipsBeginning = false
    }

    deinit {
        if descriptor >= 0 { close(descriptor) }
    }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws(LogReadError) -> Int {
        while true {
            #if canImport(Glibc)
                let count = Glibc.read(descriptor, buffer.baseAddress, buffer.count)
            #else
                let count = Musl.read(descriptor, buffer.baseAddress, buffer.count)
            #endif
            if count >= 0 { return count }
            if errno != EINTR { throw LogReadError(path: path, errno) }
        }
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
    var isTruncated: Bool { false }

    init(_ bytes: [UInt8]) { self.bytes = bytes[...] }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws(LogReadError) -> Int {
        let piece = bytes.prefix(buffer.count)
        buffer.copyBytes(from: piece)
        bytes = bytes.dropFirst(piece.count)
        return piece.count
    }
}

/// Bytes that were already read for format detection, followed by the rest of the input.
private final class PrefixedInput: ByteInput {
    private let head: MemoryInput
    private let rest: any ByteInput
    var isTruncated: Bool { rest.isTruncated }

    init(head: [UInt8], _ rest: any ByteInput) {
        self.head = MemoryInput(head)
        self.rest = rest
    }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws(LogReadError) -> Int {
        let count = try head.read(into: buffer)
        return count > 0 ? count : try rest.read(into: buffer)
    }
}
