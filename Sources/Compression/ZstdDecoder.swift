import CZstd

/// libzstd's decoder of one frame (https://facebook.github.io/zstd/zstd_manual.html, streaming decompression).
final class ZstdDecoder: StreamDecoder {
    private let context: OpaquePointer?

    init() { context = ZSTD_createDCtx() }

    deinit { ZSTD_freeDCtx(context) }

    /// A frame may follow another one without any preparation.
    func reset() -> Bool { context != nil }

    func step(_ input: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer) -> DecoderStep {
        guard let context else { return DecoderStep(consumed: 0, produced: 0, state: .damaged) }
        var compressed = ZSTD_inBuffer(src: input.baseAddress, size: input.count, pos: 0)
        var text = ZSTD_outBuffer(dst: output.baseAddress, size: output.count, pos: 0)
        let code = ZSTD_decompressStream(context, &text, &compressed)
        let state: InflaterState = ZSTD_isError(code) != 0 ? .damaged : code == 0 ? .finished : .running
        return DecoderStep(consumed: compressed.pos, produced: text.pos, state: state)
    }
}
