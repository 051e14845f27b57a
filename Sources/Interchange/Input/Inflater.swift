import CZlib

/// A DEFLATE stream (RFC 1951) that is decompressed as it is read, with the container of gzip (RFC 1952) or none.
final class Inflater {
    enum Container { case gzip, none }
    enum State { case running, finished, damaged }

    private(set) var state = State.running
    private let source: any ByteSource
    private var compressed = [UInt8](repeating: 0, count: 64 << 10)
    private var start = 0
    private var end = 0
    /// On the heap, because zlib keeps its address.
    private let stream: UnsafeMutablePointer<z_stream>

    init(_ source: any ByteSource, _ container: Container) {
        self.source = source
        stream = .allocate(capacity: 1)
        stream.initialize(to: z_stream())
        // 15 bits of window; +16 reads the header and checksum of gzip, a negative number neither (zlib.h).
        let bits: Int32 = container == .gzip ? 31 : -15
        if inflateInit2_(stream, bits, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) != Z_OK { state = .damaged }
    }

    deinit {
        inflateEnd(stream)
        stream.deallocate()
    }

    /// Decompresses some bytes; 0 once the stream is finished or damaged, which also is one that ends early.
    func read(into buffer: UnsafeMutableRawBufferPointer) throws(ImportFailure) -> Int {
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
    func peek(_ count: Int) throws(ImportFailure) -> [UInt8] {
        while end - start < count {
            compressed.replaceSubrange(0..<(end - start), with: compressed[start..<end])
            (start, end) = (0, end - start)
            guard try refill(from: end) else { break }
        }
        return Array(compressed[start..<min(end, start + count)])
    }

    /// What was read of the source after the finished stream.
    var unused: [UInt8] { Array(compressed[start..<end]) }

    /// Begins the next stream.
    func reset() { state = inflateReset(stream) == Z_OK ? .running : .damaged }

    /// - Parameter place: where in the buffer the next bytes go.
    private func refill(from place: Int = 0) throws(ImportFailure) -> Bool {
        let result = compressed.withUnsafeMutableBytes { bytes in
            Result { () throws(ImportFailure) in
                try source.read(into: UnsafeMutableRawBufferPointer(rebasing: bytes[place...]))
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
