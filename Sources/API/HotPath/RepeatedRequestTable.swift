import Domain
import NIOCore
import NIOHTTP1

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Requests that the hot path has answered, as the bytes that they came in, with their complete responses. Of one event
/// loop of one server: bytes mean the same on all its connections.
final class RepeatedRequestTable {
    /// A request and its response, whose trace id and date are written anew for each repetition. An object, as a copy
    /// would retain a dozen others for each request.
    final class Entry {
        let request: [UInt8]
        /// For the address of the client behind a trusted proxy.
        let head: HTTPRequestHead
        let response: PreparedResponse
        /// Whether the status is 304.
        let isKnown: Bool
        /// The head, and the body behind it where it is copied.
        fileprivate(set) var bytes: ByteBuffer
        /// The date that is written there.
        fileprivate var dateSecond = Int64.min
        let traceIndex: Int
        let dateIndex: Int
        /// A large body, not copied by this process.
        let body: ByteBuffer?
        /// The same as a file; `nil` until it is made, and where it cannot be.
        private(set) var file: BodyFile?
        private var needsFile: Bool

        init(
            request: [UInt8], head: HTTPRequestHead, response: PreparedResponse, isKnown: Bool, bytes: ByteBuffer,
            traceIndex: Int, dateIndex: Int, body: ByteBuffer?
        ) {
            self.request = request
            self.head = head
            self.response = response
            self.isKnown = isKnown
            self.bytes = bytes
            self.traceIndex = traceIndex
            self.dateIndex = dateIndex
            self.body = body
            needsFile = body != nil
        }

        /// Once, as soon as it is repeated.
        func makeFile(_ files: BodyFiles, on loop: any EventLoop) {
            guard needsFile, let body else { return }
            needsFile = false
            files.make(of: body, on: loop) { [weak self] in self?.file = $0 }
        }
    }

    private(set) var entries: [Entry] = []
    /// How many responses were sent from it.
    private(set) var repetitions = 0
    let files: BodyFiles
    let processor: ProcessorYield
    private var generator = TraceGenerator()
    private var dateSecond: Int64 = .min
    private var date: [UInt8] = []

    private static let capacity = 16
    /// In bytes; headers of browsers have some 700.
    static let maxRequestSize = 2048
    /// A body up to this size stands behind its head, so that one write(2) sends both. A larger one is shared with the
    /// cache, and sent from a file: passing on pages costs less than copying as many bytes (Benchmarks/sending).
    static let maxCopiedBody = 48 << 10

    init(files: BodyFiles, processor: ProcessorYield) {
        self.files = files
        self.processor = processor
    }

    func remember(_ entry: Entry) {
        // Those of earlier data versions will not be sent again.
        entries.removeAll { $0.response.version != entry.response.version }
        if let index = entries.firstIndex(where: { $0.request == entry.request }) {
            entries[index] = entry
            return
        }
        if entries.count == Self.capacity { entries.removeLast() }
        entries.insert(entry, at: 0)
    }

    /// The index of the request that `bytes` begin with. What is asked for often moves to the front.
    func index(ofPrefix bytes: UnsafeRawBufferPointer) -> Int? {
        for index in entries.indices where entries[index].request.count <= bytes.count {
            let isEqual = entries[index].request.withUnsafeBytes { request in
                request.elementsEqual(bytes: bytes.baseAddress)
            }
            guard isEqual else { continue }
            guard index > 0 else { return 0 }
            entries.swapAt(index, index - 1)
            return index - 1
        }
        return nil
    }

    func forget(at index: Int) { entries.remove(at: index) }

    /// The response of an entry, with a trace of its own and the date of `now`.
    func response(of entry: Entry, now: Timestamp) -> ByteBuffer {
        repetitions += 1
        if now.seconds != dateSecond {
            dateSecond = now.seconds
            date = Array(now.httpDate.utf8)
        }
        let (traceIndex, dateIndex, isDated) = (entry.traceIndex, entry.dateIndex, entry.dateSecond == dateSecond)
        entry.dateSecond = dateSecond
        // In place, unless the last response from it waits to be sent.
        entry.bytes.withUnsafeMutableReadableBytes { bytes in
            if !isDated { UnsafeMutableRawBufferPointer(rebasing: bytes[dateIndex...]).copyBytes(from: date) }
            // 32 digits of the trace, a hyphen, 16 of the span; neither may be zero (W3C Trace Context).
            bytes.setHexadecimal(generator.next() | 1, at: traceIndex)
            bytes.setHexadecimal(generator.next(), at: traceIndex + 16)
            bytes.setHexadecimal(generator.next() | 1, at: traceIndex + 33)
        }
        return entry.bytes
    }
}

extension UnsafeMutableRawBufferPointer {
    /// Sixteen lower-case digits.
    fileprivate func setHexadecimal(_ number: UInt64, at index: Int) {
        storeBytes(of: Self.digits(number >> 32).bigEndian, toByteOffset: index, as: UInt64.self)
        storeBytes(of: Self.digits(number & 0xFFFF_FFFF).bigEndian, toByteOffset: index + 8, as: UInt64.self)
    }

    /// The eight digits of 32 bits as one big-endian integer: each half byte gets a byte, and each byte its character
    /// at once.
    private static func digits(_ number: UInt64) -> UInt64 {
        var nibbles = (number | number << 16) & 0x0000_FFFF_0000_FFFF
        nibbles = (nibbles | nibbles << 8) & 0x00FF_00FF_00FF_00FF
        nibbles = (nibbles | nibbles << 4) & 0x0F0F_0F0F_0F0F_0F0F
        // 1 in each byte from ten on: "a" is 39 behind what follows "9".
        let letters = ((nibbles + 0x0606_0606_0606_0606) >> 4) & 0x0101_0101_0101_0101
        return nibbles + 0x3030_3030_3030_3030 + letters * 39
    }
}

extension UnsafeRawBufferPointer {
    fileprivate func elementsEqual(bytes other: UnsafeRawPointer?) -> Bool {
        guard let baseAddress, let other else { return isEmpty }
        return memcmp(baseAddress, other, count) == 0
    }
}
