import CZlib

/// A DEFLATE stream (RFC 1951) that is decompressed as it is read, with the container of gzip (RFC 1952), of zlib
/// (RFC 1950) or none.
package final class Inflater<Failure: Error> {
    /// Fills some of the buffer, which is not empty, with compressed bytes; 0 at the end.
    package typealias Source = (_ buffer: UnsafeMutableRawBufferPointer) throws(Failure) -> Int

    package private(set) var state = InflaterState.running
    private let source: Source
    private var compressed = [UInt8](repeating: 0, count: 64 << 10)
    private var start = 0
    private var end = 0
    /// On the heap, because zlib keeps its address.
    private let stream: UnsafeMutablePointer<z_stream>

    package init(_ container: InflaterContainer, _ source: @escaping Source) {
        self.source = source
        stream = .allocate(capacity: 1)
        stream.initialize(to: z_stream())
        // 15 bits of window, with the header and checksum of zlib; +16 reads those of gzip, a negative number none
        // (zlib.h).
        let bits: Int32 =
            switch container {
            case .gzip: 31
            case .zlib: 15
            case .none: -15
            }
        if inflateInit2_(stream, bits, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) != Z_OK { state = .damaged }
    }

    deinit {
        inflateEnd(stream)
        stream.deallocate()
    }

    /// Decompresses some bytes; 0 once the stream is finished or damaged, which also is one that ends early.
    package func read(into buffer: UnsafeMutableRawBufferPointer) throws(Failure) -> Int {
        while state == .running {
            if start == end, try !refill() {
                state = .damaged
                return 0
            }
            let produced = step(into: buffer)
            if produced > 0 { return produced }
        }
        return 0
    }

    /// The next bytes of the source after the finished stream, at most `count`, which stay unread.
    package func peek(_ count: Int) throws(Failure) -> [UInt8] {
        while end - start < count {
            compressed.replaceSubrange(0..<(end - start), with: compressed[start..<end])
            (start, end) = (0, end - start)
            guard try refill(from: end) else { break }
        }
        return Array(compressed[start..<min(end, start + count)])
    }

    /// Reads over the zeros after the finished stream.
    func skipZeros() throws(Failure) {
        while true {
            while start < end, compressed[start] == 0 { start += 1 }
            guard start == end, try refill() else { return }
        }
    }

    /// How many bytes were read of the source after the finished stream.
    package var unused: Int { end - start }

    /// Begins a stream of a source that goes on elsewhere: what was read after the last one is forgotten.
    package func restart() {
        (start, end) = (0, 0)
        reset()
    }

    /// Begins the next stream.
    func reset() { state = inflateReset(stream) == Z_OK ? .running : .damaged }

    /// - Parameter place: where in the buffer the next bytes go.
    private func refill(from place: Int = 0) throws(Failure) -> Bool {
        let result = compressed.withUnsafeMutableBytes { bytes in
            Result { () throws(Failure) in
                try source(UnsafeMutableRawBufferPointer(rebasing: bytes[place...]))
            }
        }
        let count = try result.get()
        if place == 0 { start = 0 }
        end = place + count
        return count > 0
    }

    private func step(into buffer: UnsafeMutableRawBufferPointer) -> Int {
        let available = end - start
        let capacity = min(buffer.count, Int(UInt32.max))
        let code = compressed.withUnsafeMutableBufferPointer { bytes in
            stream.pointee.next_in = bytes.baseAddress.map { $0 + start }
            stream.pointee.avail_in = UInt32(available)
            stream.pointee.next_out = buffer.baseAddress?.assumingMemoryBound(to: UInt8.self)
            stream.pointee.avail_out = UInt32(capacity)
            return inflate(stream, Z_NO_FLUSH)
        }
        start = end - Int(stream.pointee.avail_in)
        switch code {
        case Z_OK, Z_BUF_ERROR: break
        case Z_STREAM_END: state = .finished
        default: state = .damaged
        }
        return capacity - Int(stream.pointee.avail_out)
    }
}

package enum InflaterContainer: Sendable { case gzip, zlib, none }

package enum InflaterState: Sendable { case running, finished, damaged }
