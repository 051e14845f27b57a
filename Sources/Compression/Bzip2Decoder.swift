import CBzip2

/// libbz2's decoder of one stream (https://sourceware.org/bzip2/manual/manual.html#bzDecompress).
final class Bzip2Decoder: StreamDecoder {
    /// On the heap, because libbz2 keeps its address.
    private let stream: UnsafeMutablePointer<bz_stream>
    private var isReady: Bool

    init() {
        stream = .allocate(capacity: 1)
        stream.initialize(to: bz_stream())
        isReady = BZ2_bzDecompressInit(stream, 0, 0) == BZ_OK
    }

    deinit {
        if isReady { BZ2_bzDecompressEnd(stream) }
        stream.deallocate()
    }

    func reset() -> Bool {
        if isReady { BZ2_bzDecompressEnd(stream) }
        stream.pointee = bz_stream()
        isReady = BZ2_bzDecompressInit(stream, 0, 0) == BZ_OK
        return isReady
    }

    func step(_ input: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer) -> DecoderStep {
        guard isReady else { return DecoderStep(consumed: 0, produced: 0, state: .damaged) }
        let (available, capacity) = (min(input.count, Int(Int32.max)), min(output.count, Int(Int32.max)))
        // The library declares its input mutable, and only reads it.
        stream.pointee.next_in = UnsafeMutablePointer(
            mutating: input.baseAddress?.assumingMemoryBound(to: CChar.self))
        stream.pointee.avail_in = UInt32(available)
        stream.pointee.next_out = output.baseAddress?.assumingMemoryBound(to: CChar.self)
        stream.pointee.avail_out = UInt32(capacity)
        let state: InflaterState =
            switch BZ2_bzDecompress(stream) {
            case BZ_OK: .running
            case BZ_STREAM_END: .finished
            default: .damaged
            }
        return DecoderStep(
            consumed: available - Int(stream.pointee.avail_in), produced: capacity - Int(stream.pointee.avail_out),
            state: state)
    }
}
