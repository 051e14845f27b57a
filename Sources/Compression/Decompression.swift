import CBrotli

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Compressed bytes that are in memory.
package enum Decompression {
    package enum Failure: Error, Hashable, Sendable {
        /// The bytes are no such stream, or end early.
        case damaged
        /// It would be more than the limit.
        case tooLarge
    }

    /// Of gzip members (RFC 1952); what follows the last one is left out.
    package static func gzip(_ bytes: [UInt8], limit: Int) throws(Failure) -> [UInt8] {
        let members = GzipMembers<Never>(source(of: bytes))
        let text = try collected(limit: limit) { members.read(into: $0) }
        guard members.ending != .damaged else { throw .damaged }
        return text
    }

    /// Of a DEFLATE stream (RFC 1951), with the header and the checksum of zlib (RFC 1950) or without: HTTP asks for
    /// them (RFC 9110, 8.4.1.2), and some servers have never sent them. What follows the stream is left out.
    package static func deflate(_ bytes: [UInt8], limit: Int) throws(Failure) -> [UInt8] {
        let container: InflaterContainer = hasZlibHeader(bytes) ? .zlib : .none
        let inflater = Inflater<Never>(container, source(of: bytes))
        let text = try collected(limit: limit) { inflater.read(into: $0) }
        guard inflater.state == .finished else { throw .damaged }
        return text
    }

    /// Whether ``brotli(_:limit:)`` can be used: libbrotlidec is installed.
    package static let hasBrotli = brotli_is_available() != 0

    /// Of a Brotli stream (RFC 7932).
    package static func brotli(_ bytes: [UInt8], limit: Int) throws(Failure) -> [UInt8] {
        var text: UnsafeMutablePointer<UInt8>?
        var count = 0
        let result = brotli_decompress(bytes, bytes.count, limit, &text, &count)
        defer { free(text) }
        guard result == Int32(brotli_ok.rawValue) else {
            throw result == Int32(brotli_too_large.rawValue) ? .tooLarge : .damaged
        }
        return Array(UnsafeBufferPointer(start: text, count: count))
    }

    /// Compression method 8, a window of at most 32 KiB, a check that makes both bytes a multiple of 31, and no preset
    /// dictionary (RFC 1950, 2.2). A stream without this header does not begin so: its first block would be a stored
    /// one (RFC 1951, 3.2.4), whose padding encoders write as zeros.
    private static func hasZlibHeader(_ bytes: [UInt8]) -> Bool {
        guard bytes.count >= 2 else { return false }
        return bytes[0] & 0x0F == 8 && bytes[0] >> 4 <= 7 && (Int(bytes[0]) << 8 | Int(bytes[1])).isMultiple(of: 31)
            && bytes[1] & 0x20 == 0
    }

    private static func source(of bytes: [UInt8]) -> Inflater<Never>.Source {
        var next = 0
        return { buffer in
            let count = min(buffer.count, bytes.count - next)
            guard count > 0 else { return 0 }
            bytes[next..<next + count].withUnsafeBytes { buffer.copyMemory(from: $0) }
            next += count
            return count
        }
    }

    private static func collected(limit: Int, _ read: (UnsafeMutableRawBufferPointer) -> Int) throws(Failure)
        -> [UInt8]
    {
        var text: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 64 << 10)
        while true {
            let count = chunk.withUnsafeMutableBytes { read($0) }
            guard count > 0 else { return text }
            guard text.count + count <= limit else { throw .tooLarge }
            text.append(contentsOf: chunk[..<count])
        }
    }
}
