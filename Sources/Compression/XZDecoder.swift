import CLzma

/// liblzma's decoder of one `.xz` stream (lzma/container.h).
final class XZDecoder: StreamDecoder {
    /// In bytes: four times what the highest preset of xz needs.
    private static let memoryLimit: UInt64 = 256 << 20
    /// On the heap, because liblzma keeps its address.
    private let stream: UnsafeMutablePointer<lzma_stream>
    private var isReady: Bool

    init() {
        stream = .allocate(capacity: 1)
        stream.initialize(to: lzma_stream())
        isReady = lzma_stream_decoder(stream, Self.memoryLimit, 0) == LZMA_OK
    }

    deinit {
        lzma_end(stream)
        stream.deallocate()
    }

    func reset() -> Bool {
        isReady = lzma_stream_decoder(stream, Self.memoryLimit, 0) == LZMA_OK
        return isReady
    }

    func step(_ input: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer) -> DecoderStep {
        guard isReady else { return DecoderStep(consumed: 0, produced: 0, state: .damaged) }
        stream.pointee.next_in = input.baseAddress?.assumingMemoryBound(to: UInt8.self)
        stream.pointee.avail_in = input.count
        stream.pointee.next_out = output.baseAddress?.assumingMemoryBound(to: UInt8.self)
        stream.pointee.avail_out = output.count
        let state: InflaterState =
            switch lzma_code(stream, LZMA_RUN) {
            case LZMA_OK, LZMA_BUF_ERROR: .running
            case LZMA_STREAM_END: .finished
            default: .damaged
            }
        return DecoderStep(
            consumed: input.count - stream.pointee.avail_in, produced: output.count - stream.pointee.avail_out,
            state: state)
    }
}
