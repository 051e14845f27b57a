import Domain

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Bytes in order.
protocol ByteSource: AnyObject {
    /// Fills some of `buffer`, which is not empty; 0 at the end.
    func read(into buffer: UnsafeMutableRawBufferPointer) throws(ImportFailure) -> Int
}

extension ByteSource {
    /// Reads until `bytes` is full or the source ends, and returns the number of bytes.
    func fill(_ bytes: UnsafeMutableRawBufferPointer) throws(ImportFailure) -> Int {
        var count = 0
        while count < bytes.count {
            let more = try read(into: UnsafeMutableRawBufferPointer(rebasing: bytes[count...]))
            if more == 0 { break }
            count += more
        }
        return count
    }

    /// The next bytes, at most `count`.
    func next(_ count: Int) throws(ImportFailure) -> [UInt8] {
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: max(1, count), alignment: 1)
        defer { buffer.deallocate() }
        let filled = try fill(UnsafeMutableRawBufferPointer(rebasing: buffer[..<count]))
        return Array(buffer[..<filled])
    }
}

/// An open file, pipe or terminal.
final class DescriptorSource: ByteSource {
    private let file: InputFile
    init(_ file: InputFile) { self.file = file }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws(ImportFailure) -> Int {
        while true {
            #if canImport(Glibc)
                let count = Glibc.read(file.descriptor, buffer.baseAddress, buffer.count)
            #else
                let count = Musl.read(file.descriptor, buffer.baseAddress, buffer.count)
            #endif
            if count >= 0 { return count }
            if errno != EINTR { throw .unreadable(file.name, code: errno) }
        }
    }
}

/// Bytes in memory.
final class MemorySource: ByteSource {
    private var bytes: ArraySlice<UInt8>
    init(_ bytes: [UInt8]) { self.bytes = bytes[...] }

    func read(into buffer: UnsafeMutableRawBufferPointer) -> Int {
        let piece = bytes.prefix(buffer.count)
        buffer.copyBytes(from: piece)
        bytes = bytes.dropFirst(piece.count)
        return piece.count
    }
}

/// Bytes that were read for detection, followed by the rest of their source.
final class PrefixedSource: ByteSource {
    private let head: MemorySource
    private let rest: any ByteSource

    init(_ head: [UInt8], _ rest: any ByteSource) {
        self.head = MemorySource(head)
        self.rest = rest
    }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws(ImportFailure) -> Int {
        let count = head.read(into: buffer)
        return count > 0 ? count : try rest.read(into: buffer)
    }
}
