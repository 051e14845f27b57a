/// The text of consecutive xz, bzip2 or Zstandard streams, with zeros between and after them as tapes have.
///
/// Memory is the decoder's: up to 65 MiB for `xz -9`, 128 MiB for `zstd --long`, 4 MiB for bzip2.
package final class Decompressor<Failure: Error> {
    /// Fills some of the buffer, which is not empty, with compressed bytes; 0 at the end.
    package typealias Source = (_ buffer: UnsafeMutableRawBufferPointer) throws(Failure) -> Int

    /// How the text ended; `nil` before its end.
    package private(set) var ending: GzipEnding?
    private let format: CompressedFormat
    private let decoder: any StreamDecoder
    private let source: Source
    private var compressed = [UInt8](repeating: 0, count: 64 << 10)
    private var start = 0
    private var end = 0
    private var isAtEnd = false

    package init(_ format: CompressedFormat, _ source: @escaping Source) {
        self.format = format
        self.source = source
        decoder =
            switch format {
            case .xz: XZDecoder()
            case .bzip2: Bzip2Decoder()
            case .zstd: ZstdDecoder()
            }
    }

    /// Decompresses some bytes into a buffer that is not empty; 0 at the end.
    package func read(into buffer: UnsafeMutableRawBufferPointer) throws(Failure) -> Int {
        while ending == nil {
            if start == end, !isAtEnd { try refill() }
            let step = compressed.withUnsafeBytes { bytes in
                decoder.step(UnsafeRawBufferPointer(rebasing: bytes[start..<end]), into: buffer)
            }
            start += step.consumed
            switch step.state {
            case .running where step.produced == 0 && step.consumed == 0 && start == end && isAtEnd:
                ending = .damaged
            case .running where step.produced == 0 && step.consumed == 0 && start < end:
                // No decoder stops with input and room left.
                ending = .damaged
            case .running: break
            case .damaged: ending = .damaged
            case .finished: try finishStream()
            }
            if step.produced > 0 { return step.produced }
        }
        return 0
    }

    private func finishStream() throws(Failure) {
        while true {
            while start < end, compressed[start] == 0 { start += 1 }
            guard start == end, !isAtEnd else { break }
            try refill()
        }
        while end - start < CompressedFormat.longestMagic, !isAtEnd { try refill() }
        let head = compressed[start..<min(end, start + CompressedFormat.longestMagic)]
        if head.isEmpty {
            ending = .complete
        } else if CompressedFormat(magic: head) == format || format == .zstd && CompressedFormat.isSkippable(head) {
            if !decoder.reset() { ending = .damaged }
        } else {
            ending = .trailed
        }
    }

    /// Reads more behind what is left.
    private func refill() throws(Failure) {
        compressed.replaceSubrange(0..<(end - start), with: Array(compressed[start..<end]))
        (start, end) = (0, end - start)
        let place = end
        let result = compressed.withUnsafeMutableBytes { bytes in
            Result { () throws(Failure) in
                try source(UnsafeMutableRawBufferPointer(rebasing: bytes[place...]))
            }
        }
        let count = try result.get()
        end += count
        isAtEnd = count == 0
    }
}

/// A compressed format besides gzip, known by its first bytes.
package enum CompressedFormat: Sendable {
    case xz, bzip2, zstd

    package static let longestMagic = 10

    /// - Parameter magic: the first ten bytes of a file, or all of a shorter one.
    package init?(magic: some Collection<UInt8>) {
        let head = Array(magic)
        // The XZ File Format 1.1.0, 2.1.1.1.
        if head.starts(with: [0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00]) {
            self = .xz
        } else if head.starts(with: [0x28, 0xB5, 0x2F, 0xFD]) {
            // RFC 8878, 3.1.1.
            self = .zstd
        } else if head.count == 10, head.starts(with: Array("BZh".utf8)), (0x31...0x39).contains(head[3]),
            // The digits of pi begin a block, those of its square root the end of an empty stream.
            [[0x31, 0x41, 0x59, 0x26, 0x53, 0x59], [0x17, 0x72, 0x45, 0x38, 0x50, 0x90]].contains(Array(head[4...]))
        {
            self = .bzip2
        } else {
            return nil
        }
    }

    /// Whether a skippable frame of Zstandard begins (RFC 8878, 3.1.2).
    static func isSkippable(_ head: some Collection<UInt8>) -> Bool {
        let head = Array(head.prefix(4))
        return head.count == 4 && head[0] & 0xF0 == 0x50 && head[1...] == [0x2A, 0x4D, 0x18]
    }
}

/// A decoder of one library, for one stream at a time.
protocol StreamDecoder: AnyObject {
    /// Takes some of `input`, which is empty at the end of the source.
    func step(_ input: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer) -> DecoderStep
    /// Begins the next stream; `false` when it cannot.
    func reset() -> Bool
}

struct DecoderStep {
    let consumed: Int
    let produced: Int
    let state: InflaterState
}
