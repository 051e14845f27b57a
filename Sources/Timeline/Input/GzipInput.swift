import CZlib

/// Decompresses consecutive gzip members (RFC 1952, 2.2). A truncated or damaged member ends the text after what could
/// be read.
final class GzipInput: ByteInput {
    static let magic: [UInt8] = [0x1F, 0x8B]

    private(set) var isTruncated = false
    private let source: any ByteInput
    private var compressed = [UInt8](repeating: 0, count: 64 << 10)
    private var start = 0
    private var end = 0
    /// Heap-allocated because zlib keeps its address.
    private let stream: UnsafeMutablePointer<z_stream>
    private enum State { case inMember, betweenMembers, done }
    private var state = State.inMember

    init(_ source: any ByteInput) {
        self.source = source
        stream = .allocate(capacity: 1)
        stream.initialize(to: z_stream())
        // 15 window bits; +16 selects the gzip header and checksum.
        if inflateInit2_(stream, 31, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) != Z_OK { stop() }
    }

    deinit {
        inflateEnd(stream)
        stream.deallocate()
    }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws(LogReadError) -> Int {
        while state != .done {
            if start == end, try !refill() {
                // A file may end between two members.
                if state == .inMember { isTruncated = true }
                state = .done
                break
            }
            if state == .betweenMembers {
                guard try beginMember() else { break }
            }
            let produced = inflateSome(into: buffer)
            if produced > 0 { return produced }
        }
        return 0
    }

    private func refill() throws(LogReadError) -> Bool {
        start = 0
        end = try ByteInputs.readSome(source, &compressed, from: 0)
        return end > 0
    }

    /// Zero padding after a member is allowed (tapes); any other bytes that are not a member count as damage.
    private func beginMember() throws(LogReadError) -> Bool {
        while compressed[start] == 0 {
            start += 1
            if start == end, try !refill() {
                state = .done
                return false
            }
        }
        guard compressed[start] == Self.magic[0], inflateReset(stream) == Z_OK else {
            stop()
            return false
        }
        state = .inMember
        return true
    }

    private func inflateSome(into buffer: UnsafeMutableRawBufferPointer) -> Int {
        let available = end - start
        let code = compressed.withUnsafeMutableBufferPointer { bytes in
            stream.pointee.next_in = bytes.baseAddress.map { $0 + start }
            stream.pointee.avail_in = UInt32(available)
            stream.pointee.next_out = buffer.baseAddress?.assumingMemoryBound(to: UInt8.self)
            stream.pointee.avail_out = UInt32(clamping: buffer.count)
            return inflate(stream, Z_NO_FLUSH)
        }
        start = end - Int(stream.pointee.avail_in)
        let produced = min(buffer.count, Int(UInt32.max)) - Int(stream.pointee.avail_out)
        switch code {
        case Z_OK, Z_BUF_ERROR: break
        case Z_STREAM_END: state = .betweenMembers
        default: stop()
        }
        return produced
    }

    private func stop() {
        isTruncated = true
        state = .done
    }
}
