import CZlib

/// Whole bodies as gzip (RFC 1952).
package enum Gzip {
    /// - Returns: `nil` when zlib has no memory.
    package static func compressed(_ bytes: UnsafeRawBufferPointer) -> [UInt8]? {
        var stream = z_stream()
        // 15 bits of window, +16 for the container of gzip; level 6 is zlib's own default.
        guard
            deflateInit2_(
                &stream, 6, Z_DEFLATED, 31, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
                == Z_OK
        else { return nil }
        defer { deflateEnd(&stream) }
        guard let count = UInt32(exactly: bytes.count), let bound = UInt32(exactly: deflateBound(&stream, UInt(count)))
        else { return nil }
        stream.next_in = UnsafeMutablePointer(mutating: bytes.bindMemory(to: UInt8.self).baseAddress)
        stream.avail_in = count
        var isComplete = false
        let compressed = [UInt8](unsafeUninitializedCapacity: Int(bound)) { buffer, size in
            stream.next_out = buffer.baseAddress
            stream.avail_out = bound
            isComplete = deflate(&stream, Z_FINISH) == Z_STREAM_END
            size = Int(bound - stream.avail_out)
        }
        return isComplete ? compressed : nil
    }
}
